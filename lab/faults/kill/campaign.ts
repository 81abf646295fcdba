import { setTimeout as sleep } from 'node:timers/promises';
import { playing, succeeds } from '../app/canned-run.ts';
import type { EngineName } from '../app/engine.ts';
import type { AppHole } from '../app/order.ts';
import { FILES_WITH_APPROVAL } from '../app/repository-files.ts';
import { makeFaultWorld, type FaultWorld } from '../app/world.ts';
import type { AppFinding } from '../app/oracles.ts';
import type { AppPoint } from './point.ts';
import { playRound, type Round } from './round.ts';

/** How long a run takes that stands in for an agent's. */
const RUN_MS = 30;

/** What came out of all rounds. */
export type KillCampaign = {
  rounds: number;
  findings: AppFinding[];
  told: number;
  slowest: number;
  /** Kills that did not come to pass, and what GitHub's stand-in found wrong with the app's calls. */
  problems: string[];
};

/** Where a campaign begins. */
export function noFindings(): KillCampaign {
  return { rounds: 0, findings: [], told: 0, slowest: 0, problems: [] };
}

export type KillOptions = {
  engine: EngineName;
  seed: number;
  rounds: number;
  points: readonly AppPoint[];
  holes?: readonly AppHole[];
  /** Makes the world worse throughout. */
  worsen?: (world: FaultWorld) => void;
  /** Milliseconds after a restart within which all must be done. */
  patience?: number;
  onPoint?: (point: AppPoint, rounds: readonly Round[]) => void;
};

/** Kills the app at each of the points, so many rounds each. */
export async function killCampaign(options: KillOptions): Promise<KillCampaign> {
  const { engine, seed, rounds, points, holes = [], patience = 60_000 } = options;
  const campaign = noFindings();
  if (points.length === 0) return campaign;
  const play = succeeds();
  const runJob = playing(async (...given) => {
    await sleep(RUN_MS);
    return play(...given);
  });
  const world = await makeFaultWorld({ engine, runJob, holes, files: FILES_WITH_APPROVAL });
  try {
    let app = await world.startApp();
    for (const point of points) {
      const played: Round[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const one = await playRound(world, app, { point, seed, round, patience, worsen: options.worsen });
        app = one.app;
        played.push(one);
        add(campaign, one, app.log);
      }
      options.onPoint?.(point, played);
    }
    const wrong = world.github.violations.map(({ what, message }) => `${what}: ${message}`);
    campaign.problems.push(...new Set(wrong));
    return campaign;
  } finally {
    await world.close();
  }
}

function add(campaign: KillCampaign, round: Round, log: readonly string[]): void {
  campaign.rounds += 1;
  campaign.findings.push(...round.findings);
  campaign.told += round.told;
  campaign.slowest = Math.max(campaign.slowest, round.settled);
  if (round.because !== null) campaign.problems.push(round.because);
  if (round.findings.length > 0) campaign.problems.push(...log.filter((line) => line.startsWith('log ')));
}
