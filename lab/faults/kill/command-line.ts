import { parseArgs } from 'node:util';
import { wholeNumber } from '../../whole-number.ts';
import { enginesOf, type EngineName } from '../app/engine.ts';
import { killCampaign, type KillCampaign } from './campaign.ts';
import { killAblations } from './ablate.ts';
import type { AppOracle } from '../app/oracles.ts';
import { APP_POINTS, type AppPoint } from './points.ts';

export const KILL_HELP = `npm run faults -- kill [--seed N] [--rounds N] [--engine sqlite] [--point NAME] [--ablate]

  --seed N       the same seed gives the same kills; default: 1
  --rounds N     at each point; default: 20
  --engine NAME  the store's engine, or both; default: both
  --point NAME   one point alone; docs/faults.md says what each is
  --ablate       an app with holes in it: exit 0 only if every check finds something
`;

type Say = (line: string) => void;

/** The app is killed at every named point and started again. Returns the exit code. */
export async function killCommandLine(args: string[], say: Say): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '20' },
      engine: { type: 'string', default: 'both' },
      point: { type: 'string' },
      ablate: { type: 'boolean', default: false },
    },
  });
  const seed = wholeNumber('--seed', values.seed, 1, 9_999_999);
  const rounds = wholeNumber('--rounds', values.rounds, 1, 9999);
  const engines = enginesOf(values.engine);
  const points = pointsOf(values.point);
  let code = 0;
  for (const engine of engines) {
    const one = values.ablate
      ? await killAblations({ engine, seed }, say)
      : await onEngine({ engine, seed, rounds, points }, say);
    code = Math.max(code, one);
  }
  return code;
}

function pointsOf(name: string | undefined): readonly AppPoint[] {
  if (name === undefined) return APP_POINTS;
  const found = APP_POINTS.filter((point) => point.name === name);
  if (found.length > 0) return found;
  throw new Error(
    `There is no point '${name}'. The points are: ${APP_POINTS.map((one) => one.name).join(', ')}.`,
  );
}

type Order = { engine: EngineName; seed: number; rounds: number; points: readonly AppPoint[] };

async function onEngine(order: Order, say: Say): Promise<number> {
  const found = await killCampaign({
    ...order,
    onPoint({ name }, rounds) {
      const findings = rounds.reduce((sum, round) => sum + round.findings.length, 0);
      const slowest = Math.max(...rounds.map(({ settled }) => settled));
      say(
        `${name.padEnd(26)} ${rounds.length} rounds, ${findings} findings, settled within ${seconds(slowest)}`,
      );
    },
  });
  return report(found, order, say);
}

function report(found: KillCampaign, { engine, points }: Order, say: Say): number {
  for (const { oracle, what } of found.findings) say(`${oracle}: ${what}`);
  for (const problem of found.problems) say(problem);
  const of = (oracle: AppOracle) => found.findings.filter((one) => one.oracle === oracle).length;
  say(
    `slowest recovery ${seconds(found.slowest)}; ${found.told} commands were told that no run of theirs was seen`,
  );
  say(
    `${points.length} points, ${found.rounds} rounds, ${engine}: ${of('lost')} lost, ` +
      `${of('duplicate-run')} duplicate runs, ${of('duplicate-comment')} duplicate comments, ` +
      `${of('not-terminal')} not terminal within 60 s, ${of('wrong-end')} wrong ends`,
  );
  return found.findings.length + found.problems.length === 0 ? 0 : 1;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
