import type { InstalledClaude } from '../../../edge/claude/install.ts';
import { randomOf } from '../../fuzz/random.ts';
import { tracedCall, type TracedCall } from './calls.ts';
import { faultNames, type Fault } from './faults.ts';
import { findingsOf, type JudgeFinding } from './oracles.ts';
import type { JudgeHole } from './order.ts';
import { playJudged, type JudgedPlay } from './play.ts';

/** What came out of many runs. */
export type JudgeCampaign = {
  made: number;
  executed: number;
  struck: Map<string, number>;
  findings: (JudgeFinding & { serial: number })[];
  /** Runs whose fault did not come to pass, and why. */
  problems: string[];
};

export type JudgeCampaignOptions = {
  seed: number;
  calls: number;
  faults: number;
  jobs: number;
  holes: readonly JudgeHole[];
  onRun?: (campaign: JudgeCampaign) => void;
};

/** The calls in as many runs as there are faults: one fault comes with a call of each. */
export function playsOf({ seed, calls, faults, holes }: JudgeCampaignOptions): JudgedPlay[] {
  const perRun = Math.ceil(calls / faults);
  return Array.from({ length: faults }, (_, serial) => {
    const length = Math.max(0, Math.min(perRun, calls - serial * perRun));
    const own = Array.from({ length }, (__, at) => tracedCall(seed, serial * perRun + at));
    return { seed, serial, calls: own, fault: faultOf(seed, serial, own), holes };
  }).filter((play) => play.calls.length > 0);
}

function faultOf(seed: number, serial: number, calls: readonly TracedCall[]): Fault {
  const random = randomOf(seed, -serial - 1);
  const name = faultNames[serial % faultNames.length] ?? 'junk';
  // Of a field that it was not offered the CLI asks nobody: such a call never comes to the judge.
  const asked = calls.filter(({ input }) => !('run_in_background' in input));
  return { name, id: random.pick(asked.length > 0 ? asked : calls).id };
}

/** Plays all runs, some side by side. A killed run's remaining calls are made in another run without a fault. */
export async function judgeCampaign(
  options: JudgeCampaignOptions,
  claude: InstalledClaude,
  signal: AbortSignal,
): Promise<JudgeCampaign> {
  const campaign: JudgeCampaign = { made: 0, executed: 0, struck: new Map(), findings: [], problems: [] };
  const waiting = playsOf(options);
  const work = async () => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      const rest = await playOne(next, campaign, claude, signal);
      if (rest !== null) waiting.push(rest);
      options.onRun?.(campaign);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  return campaign;
}

async function playOne(
  play: JudgedPlay,
  campaign: JudgeCampaign,
  claude: InstalledClaude,
  signal: AbortSignal,
): Promise<JudgedPlay | null> {
  const { serial, fault } = play;
  const played = await playJudged(play, claude, signal);
  campaign.made += played.made;
  campaign.executed += played.executed.length;
  campaign.findings.push(...findingsOf(played).map((finding) => ({ ...finding, serial })));
  if (fault !== null && played.struck)
    campaign.struck.set(fault.name, (campaign.struck.get(fault.name) ?? 0) + 1);
  if (fault === null ? played.made < play.calls.length : !played.struck)
    campaign.problems.push(`run ${serial}: ${played.made} calls; ${played.log.slice(-3).join(' ')}`);
  const left = play.calls.slice(played.made);
  return fault === null || left.length === 0 ? null : { ...play, calls: left, fault: null };
}
