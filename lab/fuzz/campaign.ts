import type { HostileCall } from './call.ts';
import { look, type Hit } from './look.ts';
import type { Outcome } from './outcomes.ts';
import { outcomesOf } from './outcomes.ts';
import { play, type Machine, type Play } from './play.ts';
import { shapeNames } from './shape-names.ts';

/** A hit, and the call that did it if that is known. */
export type Finding = Hit & { call: HostileCall | null; shape: string; indexes: [number, number] };

/** What came out of many runs. */
export type Campaign = {
  /** What became of each call that was made. */
  outcomes: Map<number, Outcome>;
  findings: Finding[];
  /** Runs that ended before their calls were made, and why. */
  problems: string[];
  runs: number;
};

export type CampaignOptions = {
  seed: number;
  calls: readonly HostileCall[];
  jobs: number;
  perTurn: number;
  perRun: number;
  holes: readonly string[];
  guarded: boolean;
  onRun?: (done: number, findings: readonly Finding[]) => void;
};

/** Tries in a row that come to no call before the rest of a run is given up. */
const MOST_FAILURES = 3;

/** Makes all calls, in runs of one profile each, some runs side by side. */
export async function campaign(options: CampaignOptions, machine: Machine): Promise<Campaign> {
  const found: Campaign = { outcomes: new Map(), findings: [], problems: [], runs: 0 };
  const waiting = plays(options);
  const work = async () => {
    for (let next = waiting.shift(); next && !machine.signal.aborted; next = waiting.shift())
      await playAll(next, found, machine, options);
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  return found;
}

/** Makes the calls of one run; where it ends early, the rest goes into another one. */
async function playAll(
  asked: Play,
  found: Campaign,
  machine: Machine,
  { onRun }: CampaignOptions,
): Promise<void> {
  let left = asked.calls;
  for (let failures = 0; left.length > 0 && failures < MOST_FAILURES && !machine.signal.aborted;) {
    const played = await play({ ...asked, calls: left }, machine);
    found.runs += 1;
    const outcomes = outcomesOf(played);
    for (const [index, outcome] of outcomes) found.outcomes.set(index, outcome);
    const findings = look(played).map((hit): Finding => {
      const call = hit.index === null ? null : (played.made.get(hit.index) ?? null);
      return { ...hit, call, shape: asked.shape, indexes: [left[0]?.index ?? 0, left.at(-1)?.index ?? 0] };
    });
    found.findings.push(...findings);
    failures = outcomes.size === 0 ? failures + 1 : 0;
    left = left.filter(({ index }) => !outcomes.has(index));
    const end = played.told.findLast((told) => told.kind === 'end');
    if (left.length > 0 || end?.problem !== null) {
      const why = end === undefined ? played.log.slice(-3).join(' ') : (end.problem ?? 'without a reason');
      found.problems.push(`a run of ${asked.shape} ended with ${left.length} calls to go: ${why}`);
    }
    onRun?.(found.outcomes.size, findings);
  }
}

/** The runs, those that take longest first. */
function plays({ seed, calls, perRun, perTurn, holes, guarded }: CampaignOptions): Play[] {
  const order = ['tester', ...shapeNames.filter((shape) => shape !== 'tester')] as const;
  const found: Play[] = [];
  for (const shape of order) {
    const own = calls.filter((call) => call.shape === shape);
    for (let at = 0; at < own.length; at += perRun)
      found.push({
        seed,
        serial: found.length,
        shape,
        calls: own.slice(at, at + perRun),
        perTurn,
        holes,
        guarded,
      });
  }
  return found;
}
