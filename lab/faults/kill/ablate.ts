import type { EngineName } from '../app/engine.ts';
import type { AppHole } from '../app/order.ts';
import type { FaultWorld } from '../app/world.ts';
import { killCampaign } from './campaign.ts';
import { overtakenCampaign } from './overtaken.ts';
import type { AppOracle } from '../app/oracles.ts';
import { APP_POINTS } from './points.ts';

type Ablation = {
  name: string;
  holes: readonly AppHole[];
  worsen?: (world: FaultWorld) => void;
  points: readonly string[];
  fires: readonly AppOracle[];
  rounds: number;
  /** Milliseconds; what is left undone for ever must not be waited for as long. */
  patience: number;
};

/** What is left out, where the app is killed without it, and which checks must notice. */
export const ABLATIONS: readonly Ablation[] = [
  {
    name: 'dedupe',
    holes: ['dedupe'],
    points: ['after-persist', 'after-finish', 'answer-reply-lost'],
    fires: ['duplicate-run', 'duplicate-comment'],
    rounds: 3,
    patience: 60_000,
  },
  {
    name: 'search',
    holes: [],
    worsen: findNothing,
    points: ['comment-reply-lost', 'dispatch-reply-lost'],
    fires: ['duplicate-comment', 'duplicate-run'],
    rounds: 1,
    patience: 60_000,
  },
  {
    name: 'recovery',
    holes: ['recovery'],
    points: ['claimed', 'dispatch-after-store'],
    fires: ['lost', 'not-terminal'],
    rounds: 1,
    patience: 15_000,
  },
];

/** Whoever looks on GitHub for what was written or started before finds nothing. */
function findNothing({ github: { faults } }: FaultWorld): void {
  faults.add({ method: 'GET', path: /issues\/\d+\/comments$/, respond: { alter: () => [] } });
  const none = { total_count: 0, workflow_runs: [] };
  faults.add({ method: 'GET', path: /workflows\/[^/]+\/runs$/, respond: { alter: () => none } });
}

/** Plays each ablation. Returns the exit code: 0 only if every check fired that had to. */
export async function killAblations(
  { engine, seed }: { engine: EngineName; seed: number },
  say: (line: string) => void,
): Promise<number> {
  let fired = 0;
  for (const { name, holes, worsen, points, fires, rounds, patience } of ABLATIONS) {
    const found = await killCampaign({
      engine,
      seed,
      rounds,
      points: APP_POINTS.filter((point) => points.includes(point.name)),
      holes,
      ...(worsen ? { worsen } : {}),
      patience,
    });
    const hits = fires.map((oracle) => found.findings.filter((one) => one.oracle === oracle).length);
    const all = hits.every((times) => times > 0);
    say(
      `${all ? 'fired' : 'SILENT'}  ${name}: ${fires.map((oracle, at) => `${hits[at]} ${oracle}`).join(', ')}`,
    );
    fired += all ? 1 : 0;
  }
  const overtaken = await overtakenCampaign({ engine, rounds: 1, holes: ['fencing'] });
  const wrong = overtaken.findings.filter(({ oracle }) => oracle === 'wrong-end').length;
  say(`${wrong > 0 ? 'fired' : 'SILENT'}  fencing: ${wrong} wrong-end`);
  fired += wrong > 0 ? 1 : 0;
  const all = ABLATIONS.length + 1;
  say(`${fired} of ${all} ablations fired, seed ${seed}, ${engine}`);
  return fired === all ? 0 : 1;
}
