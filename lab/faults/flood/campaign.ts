import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../edge/store/store.ts';
import { randomOf } from '../../fuzz/random.ts';
import { playing, succeeds } from '../app/canned-run.ts';
import { aftermath, command, quiet, worked, type Command } from '../app/commands.ts';
import type { EngineName } from '../app/engine.ts';
import { findingsOf, type AppFinding } from '../app/oracles.ts';
import type { AppHole } from '../app/order.ts';
import { makeFaultWorld, WRITER, type FaultWorld } from '../app/world.ts';
import { openNetwork, type Network, type Weather } from './network.ts';

/** Threads that people write in; each has a repository of its own. */
const REPOSITORIES = 40;
/** Of so many comments one is a command and one a wrong command; the rest is talk. */
const GROUP = 10;
/** People write no faster than the app works: more webhooks than this do not wait for it, nor more jobs. */
const WAITING = { deliveries: 100, jobs: 8 };

export type FloodOptions = {
  engine: EngineName;
  seed: number;
  /** Webhooks that the app is to get. */
  count: number;
  weather: Weather;
  holes?: readonly AppHole[];
  /** Kills the store's server in the middle, and starts it again. */
  crash?: boolean;
  /** Milliseconds from the end of the flood until all must be done. */
  patience?: number;
  onProgress?: (counts: Network['counts']) => void;
};

/** What came out of it. */
export type Flood = {
  counts: Network['counts'];
  /** Deliveries that were sent again because the store was away; null when it never was. */
  unkept: number | null;
  replicas: number;
  commands: number;
  talk: number;
  seconds: number;
  findings: AppFinding[];
  problems: string[];
};

/** Comments come in a flood, their webhooks twice, late or never; what never came is asked for again at the end. */
export async function flood(options: FloodOptions): Promise<Flood> {
  const { engine, seed, weather, holes = [], patience = 60_000 } = options;
  const world = await makeFaultWorld({ engine, runJob: playing(succeeds()), holes });
  try {
    const apps = [await world.startApp()];
    for (let more = 1; more < world.engine.replicas; more += 1) apps.push(await world.startApp('any-port'));
    const urls = apps.map((app) => app.url());
    const network = await openNetwork(urls, weather, randomOf(seed, 0));
    world.github.setWebhook({ ...world.webhooks, url: network.url });
    const began = performance.now();
    const written = await write(world, network, options);
    await settle(world, network);
    const isQuiet = await quiet(world, written.commands, patience);
    const seconds = (performance.now() - began) / 1000;
    await network.close();
    const found = await Promise.all(written.commands.map((one) => aftermath(world, one, isQuiet)));
    const findings = [...found.flatMap((one) => findingsOf(one)), ...answeredTalk(world, written.talk)];
    const logs = apps.flatMap(({ log }) => log.filter((line) => line.startsWith('log ')));
    const violations = world.github.violations.map(({ what, message }) => `${what}: ${message}`);
    return {
      counts: network.counts,
      unkept: options.crash === true ? network.unkept.size : null,
      replicas: apps.length,
      commands: written.commands.length,
      talk: written.talk.length,
      seconds,
      findings,
      problems: [...new Set([...network.problems, ...violations, ...(findings.length > 0 ? logs : [])])],
    };
  } finally {
    await world.close();
  }
}

type Written = { commands: Command[]; talk: Command['repository'][] };

async function write(world: FaultWorld, network: Network, options: FloodOptions): Promise<Written> {
  const { github, engine } = world;
  const homes = Array.from({ length: REPOSITORIES }, (_, at) => world.repository(`flood${at}`));
  const written: Written = { commands: [], talk: [] };
  let crashes = options.crash === true;
  for (let at = 0; network.counts.sent < options.count; at += 1) {
    const home = homes[at % REPOSITORIES];
    if (home === undefined) throw new Error('there is no repository to write in');
    const { number } = github.createIssue(home.fullName, { title: 'It is slow', author: WRITER });
    const place = { ...home, issue: number };
    // Every home gets all three kinds in turn.
    const kind = (at + Math.floor(at / REPOSITORIES)) % GROUP;
    if (kind === 0) written.commands.push(command(world, place, 'run'));
    else if (kind === 1) written.commands.push(command(world, place, 'reply'));
    else {
      github.comment(place.fullName, number, WRITER, `Have you seen this? ${at}`);
      written.talk.push(place);
    }
    if (at % GROUP !== 0) continue;
    options.onProgress?.(network.counts);
    if (crashes && network.counts.sent >= options.count / 2) {
      crashes = false;
      await crash(world, network);
    }
    do await sleep(20);
    while (await isBehind(engine.look));
  }
  return written;
}

/** Webhooks are under way and jobs in hand when the server goes. */
async function crash({ engine }: FaultWorld, network: Network): Promise<void> {
  if (engine.crash === null) throw new Error(`${engine.name} has no server that could be killed`);
  network.expectOutage(true);
  await engine.crash();
  await network.flushed();
  network.expectOutage(false);
}

async function isBehind({ waiting, jobs }: Store): Promise<boolean> {
  const open = await jobs.open();
  return open.length > WAITING.jobs || (await waiting()).deliveries > WAITING.deliveries;
}

/** All that was sent is worked on; then what was dropped is sent again, as whoever looks at GitHub's list does. */
async function settle(world: FaultWorld, network: Network): Promise<void> {
  const calm = async () => {
    await network.flushed();
    await worked(world);
    await network.flushed();
  };
  await calm();
  network.calm();
  const dropped = world.github.deliveries.filter(
    ({ statusCode, guid }) => statusCode === 502 || network.unkept.has(guid),
  );
  for (const { id } of dropped) world.github.redeliver(id);
  await calm();
}

/** Nobody asked for a word there. */
function answeredTalk(world: FaultWorld, talk: readonly Command['repository'][]): AppFinding[] {
  return talk
    .filter(({ fullName, issue }) =>
      world.github.listComments(fullName, issue).some(({ viaApp }) => viaApp !== null),
    )
    .map(({ fullName, issue }) => ({ oracle: 'wrong-end', what: `${fullName}#${issue}: talk was answered` }));
}
