import { checkInit } from '../../../core/launch/check-init.ts';
import { allOf, type Observed } from '../observed.ts';

/** What the CLI said it started with, against the plan. */
export function init(seen: Observed): string[] {
  const plan = allOf(seen, 'launched').at(-1)?.plan;
  const started = allOf(seen, 'note').flatMap(({ note }) => (note.kind === 'started' ? [note.init] : []));
  if (!plan) return [];
  return [...new Set(started.flatMap((event) => checkInit(event, plan, event.version)))].map(
    (what) => `the CLI started with ${what}`,
  );
}
