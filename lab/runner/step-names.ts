import type { Step } from './steps.ts';

/** GITHUB_ACTION: a step's id, or a made-up name that counts up. */
export function actionNames(steps: readonly Step[]): string[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    if (step.id !== undefined) return step.id;
    const base =
      'run' in step.does ? '__run' : `__${(step.does.uses.split('@')[0] ?? '').replace(/\W+/g, '_')}`;
    const times = (seen.get(base) ?? 0) + 1;
    seen.set(base, times);
    return times === 1 ? base : `${base}_${times}`;
  });
}

/** What the log calls a step: its name, or what it does. */
export function titleOf(step: Step): string {
  if (step.name !== undefined) return step.name;
  return 'run' in step.does ? `Run ${step.does.run.trim().split('\n')[0] ?? ''}` : `Run ${step.does.uses}`;
}
