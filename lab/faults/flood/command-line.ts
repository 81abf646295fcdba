import { parseArgs } from 'node:util';
import { wholeNumber } from '../../whole-number.ts';
import { enginesOf } from '../app/engine.ts';
import type { AppOracle } from '../app/oracles.ts';
import { flood, type Flood, type FloodOptions } from './campaign.ts';

export const FLOOD_HELP = `npm run faults -- flood [--seed N] [--count N] [--engine sqlite] [--crash] [--ablate]

  --seed N       the same seed, the same weather; default: 1
  --count N      webhooks that the app gets: 30 % twice, 20 % late, 5 % dropped and sent again; default: 10000
  --engine NAME  the store's engine, or both; default: both
  --crash        kill -9 of the Postgres server in the middle; it comes back after a second
  --ablate       an app that takes every webhook for news: exit 0 only if that shows
`;

const WEATHER = { duplicates: 30, reordered: 20, dropped: 5 };

type Say = (line: string) => void;

/** Webhooks come in a flood, twice, late or never. Returns the exit code. */
export async function floodCommandLine(args: string[], say: Say): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      count: { type: 'string', default: '10000' },
      engine: { type: 'string', default: 'both' },
      crash: { type: 'boolean', default: false },
      ablate: { type: 'boolean', default: false },
    },
  });
  const seed = wholeNumber('--seed', values.seed, 1, 9_999_999);
  const count = wholeNumber('--count', values.count, 1, 9_999_999);
  let code = 0;
  for (const engine of enginesOf(values.crash ? 'postgres' : values.engine)) {
    const order = { engine, seed, count, weather: WEATHER, crash: values.crash };
    code = Math.max(code, await (values.ablate ? ablate(order, say) : one(order, say)));
  }
  return code;
}

async function one(order: FloodOptions, say: Say): Promise<number> {
  let told = 0;
  const found = await flood({
    ...order,
    onProgress({ sent }) {
      if (sent - told < 1000) return;
      told = sent;
      say(`${sent} webhooks`);
    },
  });
  for (const { oracle, what } of found.findings) say(`${oracle}: ${what}`);
  for (const problem of found.problems) say(problem);
  const { sent, duplicates, reordered, dropped } = found.counts;
  say(
    `${sent} webhooks, seed ${order.seed}, ${order.engine}, ${found.replicas} replicas: ${duplicates} twice, ` +
      `${reordered} late, ${dropped} dropped and sent again, in ${found.seconds.toFixed(0)} s`,
  );
  if (found.unkept !== null)
    say(`the server was killed; ${found.unkept} webhooks came while it was away and were sent again`);
  say(`${found.commands} commands among ${found.talk} other comments: ${counted(found)}`);
  return found.findings.length + found.problems.length === 0 ? 0 : 1;
}

function counted({ findings }: Flood): string {
  const of = (oracle: AppOracle) => findings.filter((finding) => finding.oracle === oracle).length;
  return (
    `${of('lost')} lost, ${of('duplicate-run')} duplicate runs, ${of('duplicate-comment')} duplicate comments, ` +
    `${of('not-terminal')} not terminal, ${of('wrong-end')} wrong ends`
  );
}

async function ablate(order: FloodOptions, say: Say): Promise<number> {
  const found = await flood({
    ...order,
    count: Math.min(order.count, 300),
    holes: ['dedupe'],
    patience: 4000,
  });
  const has = (oracle: AppOracle) => found.findings.some((finding) => finding.oracle === oracle);
  // Where a second run is meant, the cap of one open job for each agent and thread may still stop it.
  const fired = has('duplicate-run') || has('duplicate-comment');
  say(`${fired ? 'fired' : 'SILENT'}  dedupe: ${counted(found)}`);
  say(`${fired ? 1 : 0} of 1 ablations fired, ${order.engine}`);
  return fired ? 0 : 1;
}
