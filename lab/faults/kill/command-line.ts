import { parseArgs } from 'node:util';
import { wholeNumber } from '../../whole-number.ts';
import { enginesOf, type EngineName } from '../app/engine.ts';
import { actionKillCampaign } from './action-campaign.ts';
import { ACTION_POINTS, type ActionPoint } from './action-points.ts';
import { killCampaign, type KillCampaign } from './campaign.ts';
import { killAblations } from './ablate.ts';
import type { AppOracle } from '../app/oracles.ts';
import { OVERTAKEN, overtakenCampaign } from './overtaken.ts';
import type { AppPoint } from './point.ts';
import { APP_POINTS } from './points.ts';

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
  const inAction = ACTION_POINTS.filter(({ name }) => values.point === undefined || name === values.point);
  const overtaken = values.point === undefined || values.point === OVERTAKEN;
  let code = 0;
  for (const engine of engines) {
    const one = values.ablate
      ? await killAblations({ engine, seed }, say)
      : await onEngine({ engine, seed, rounds, points, inAction, overtaken }, say);
    code = Math.max(code, one);
  }
  return code;
}

function pointsOf(name: string | undefined): readonly AppPoint[] {
  const names = [...APP_POINTS.map(nameOf), OVERTAKEN, ...ACTION_POINTS.map(nameOf)];
  if (name !== undefined && !names.includes(name))
    throw new Error(`There is no point '${name}'. The points are: ${names.join(', ')}.`);
  return APP_POINTS.filter((point) => name === undefined || point.name === name);
}

const nameOf = ({ name }: { name: string }): string => name;

type Order = {
  engine: EngineName;
  seed: number;
  rounds: number;
  points: readonly AppPoint[];
  inAction: readonly ActionPoint[];
  /** With the point at which an app stands still instead of dying. */
  overtaken: boolean;
};

async function onEngine(order: Order, say: Say): Promise<number> {
  const { engine, rounds, inAction } = order;
  const parts = [
    await killCampaign({
      ...order,
      onPoint({ name }, played) {
        const findings = played.reduce((sum, round) => sum + round.findings.length, 0);
        say(line(name, played.length, findings, Math.max(...played.map(({ settled }) => settled))));
      },
    }),
  ];
  if (order.overtaken) {
    const found = await overtakenCampaign({ engine, rounds });
    say(line(OVERTAKEN, found.rounds, found.findings.length, found.slowest));
    parts.push(found);
  }
  if (inAction.length > 0) {
    const onPoint = ({ name }: ActionPoint, ...figures: [number, number, number]) =>
      say(line(name, ...figures));
    parts.push(await actionKillCampaign({ engine, rounds, points: inAction, onPoint }));
  }
  return report(parts.reduce(both), order, say);
}

function line(name: string, rounds: number, findings: number, slowest: number): string {
  return `${name.padEnd(26)} ${rounds} rounds, ${findings} findings, settled within ${seconds(slowest)}`;
}

function both(one: KillCampaign, other: KillCampaign): KillCampaign {
  return {
    rounds: one.rounds + other.rounds,
    findings: [...one.findings, ...other.findings],
    told: one.told + other.told,
    slowest: Math.max(one.slowest, other.slowest),
    problems: [...one.problems, ...other.problems],
  };
}

function report(found: KillCampaign, { engine, points, inAction, overtaken }: Order, say: Say): number {
  for (const { oracle, what } of found.findings) say(`${oracle}: ${what}`);
  for (const problem of found.problems) say(problem);
  const of = (oracle: AppOracle) => found.findings.filter((one) => one.oracle === oracle).length;
  say(
    `slowest recovery ${seconds(found.slowest)}; ${found.told} commands were told that no run of theirs was seen`,
  );
  say(
    `${points.length + inAction.length + (overtaken ? 1 : 0)} points, ${found.rounds} rounds, ${engine}: ${of('lost')} lost, ` +
      `${of('duplicate-run')} duplicate runs, ${of('duplicate-comment')} duplicate comments, ` +
      `${of('duplicate-check')} duplicate checks, ${of('not-terminal')} not terminal within 60 s, ${of('wrong-end')} wrong ends, ` +
      `${of('survivor')} survivors, ${of('secret-left')} secrets left`,
  );
  return found.findings.length + found.problems.length === 0 ? 0 : 1;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
