import { readConfig } from '../../../core/config/read.ts';
import { planDiff, type PlanSide } from '../../../core/profile/plan-diff.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';

/** What two sides of a comparison have in common. */
export const BASE =
  'description: Reads, system_prompt: Look, tools: [Bash, Read], egress: [a.example.com], timeout_minutes: 10';

/** One agent `x` with these keys, beside `b` and `c`, which it could start. */
export function side(keys: string): PlanSide {
  const others = ['b', 'c'].map((name) => `  ${name}: { description: Helps, system_prompt: Help }\n`);
  const read = readConfig(`version: 1\nagents:\n  x: { ${keys} }\n${others.join('')}`, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const plan = resolve(read.config, 'x');
  if (isRefusal(plan)) throw new Error(plan.because);
  return { plan, starts: plan.triggers.map((trigger) => ({ trigger, kind: 'plan' })) };
}

/** The lines of one agent's change. */
export const lines = (base: PlanSide, head: PlanSide) =>
  planDiff([base], [head]).flatMap((diff) =>
    diff.lines.map(({ mark, what, text }) => `${mark} ${what} ${text}`),
  );
