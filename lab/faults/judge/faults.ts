import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolCall, Verdict } from '../../../core/policy/verdict.ts';
import type { Judge } from '../../../edge/claude/ask-judge.ts';
import type { Random } from '../../fuzz/random.ts';

/** What goes wrong with the judge when it is asked about one call. */
export const faultNames = [
  'killed-before',
  'killed-after',
  'killed-while-recording',
  'hung',
  'stuck',
  'junk',
  'throws',
  'rejects',
] as const;
export type FaultName = (typeof faultNames)[number];

/** A fault, and the call that it comes with. */
export type Fault = { name: FaultName; id: string };

/** The id that a call leaves as its trace, or undefined for one that is not ours. */
export function idOf(input: unknown): string | undefined {
  return /\bc\d+x\b/.exec(JSON.stringify(input) ?? '')?.[0];
}

const JUNK: readonly unknown[] = [
  undefined,
  null,
  {},
  true,
  'allow',
  { allow: 'true', rule: 'x' },
  { allow: 1, rule: 'x' },
  { allow: true },
  { behavior: 'allow' },
  [true],
  Number.NaN,
];

/** A judge that works until the call of the fault comes, which is told to `onStrike` before anything happens. */
export function faultyJudge(
  judge: (call: ToolCall) => Verdict,
  fault: Fault | null,
  { random, onStrike }: { random: Random; onStrike: () => void },
): Judge {
  return (call) => {
    if (fault === null || idOf(call.input) !== fault.id) return judge(call);
    onStrike();
    return strike(fault.name, () => judge(call), random);
  };
}

function strike(name: FaultName, judge: () => Verdict, random: Random): Verdict | Promise<Verdict> {
  switch (name) {
    case 'killed-before':
      die();
      return judge();
    case 'killed-after': {
      // Somewhere between the answer to this call and whatever comes next.
      const after = random.below(40);
      void sleep(after).then(die);
      return judge();
    }
    case 'killed-while-recording':
      // The recorder dies; see `judged-run.ts`.
      return judge();
    case 'hung':
      return new Promise<Verdict>(() => {});
    case 'stuck':
      for (;;) if (readFileSync('/proc/self/stat').length === 0) return judge();
    case 'junk': {
      const junk = random.pick(JUNK) as Verdict;
      return random.chance(50) ? junk : Promise.resolve(junk);
    }
    case 'throws':
      throw new Error('the judge broke');
    case 'rejects':
      return Promise.reject(new Error('the judge broke later'));
  }
}

/** The end of this process, without a word. */
export function die(): void {
  process.kill(process.pid, 'SIGKILL');
}
