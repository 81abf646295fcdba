import type { TracedCall } from './calls.ts';
import type { Fault } from './faults.ts';
import type { Recorded } from './traces.ts';

export const judgeOracles = ['unlogged', 'without-verdict', 'against-policy', 'chain', 'survivor'] as const;
export type JudgeOracle = (typeof judgeOracles)[number];
export type JudgeFinding = { oracle: JudgeOracle; what: string };

/** What is known after one run. */
export type Aftermath = {
  calls: readonly TracedCall[];
  fault: Fault | null;
  executed: readonly string[];
  recorded: Recorded;
  survivors: readonly string[];
};

/** What must not have happened, and did. */
export function findingsOf({ calls, fault, executed, recorded, survivors }: Aftermath): JudgeFinding[] {
  const refused = new Set(calls.filter((call) => call.refused).map(({ id }) => id));
  const found: JudgeFinding[] = [];
  for (const id of executed) {
    const verdict = recorded.verdicts.get(id);
    if (verdict === undefined) found.push({ oracle: 'unlogged', what: `${id} ran and is not in the record` });
    else if (verdict !== 'allow')
      found.push({ oracle: 'without-verdict', what: `${id} ran and was refused` });
    if (refused.has(id)) found.push({ oracle: 'against-policy', what: `${id} ran against the policy` });
  }
  // Only a process that was killed in the middle of a line may leave half of one.
  const mayBreak = fault?.name === 'killed-while-recording' || fault?.name === 'killed-after';
  if (recorded.broken !== null && !mayBreak)
    found.push({ oracle: 'chain', what: `line ${recorded.broken.line}: ${recorded.broken.because}` });
  if (fault?.name === 'killed-while-recording' && recorded.broken === null)
    found.push({ oracle: 'chain', what: 'half a record was not noticed' });
  found.push(...survivors.map((what) => ({ oracle: 'survivor' as const, what })));
  return found;
}
