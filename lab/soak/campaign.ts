import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AppUnderTest } from '../faults/app/app-under-test.ts';
import { playing, succeeds } from '../faults/app/canned-run.ts';
import { aftermath, command, quiet, type Command } from '../faults/app/commands.ts';
import type { EngineName } from '../faults/app/engine.ts';
import { findingsOf, isToldWhy } from '../faults/app/oracles.ts';
import type { AppHole } from '../faults/app/order.ts';
import { makeFaultWorld, WRITER, type FaultWorld } from '../faults/app/world.ts';
import { openNetwork, type Network } from '../faults/flood/network.ts';
import { callFaults } from '../faults/github/kinds.ts';
import { randomOf, type Random } from '../fuzz/random.ts';
import type { FaultResponse } from '../github/faults.ts';
import { speedFor, stepClock } from './clock.ts';
import { anomaliesOf } from './history.ts';
import { memoryOf, type Memory } from './memory.ts';
import { mostTold } from './plausible.ts';

export type SoakOptions = {
  engine: EngineName;
  seed: number;
  minutes: number;
  /** How many calls of a hundred fail; default: 5. */
  faults?: number;
  holes?: readonly AppHole[];
  /** Told after every round. */
  onRound?: (counts: SoakCounts) => void;
};

/** What was done, so far or in all. */
export type SoakCounts = {
  seconds: number;
  commands: number;
  /** Jobs that ended with a result; the others said why not. */
  done: number;
  /** Commands that GitHub's trouble kept from beginning again and again, and whose writers were told so. */
  told: number;
  webhooks: number;
  calls: number;
  faults: number;
  /** Hours that passed by the app's clock. */
  hours: number;
};

export type Soak = SoakCounts & {
  steps: { forward: number; back: number };
  /** As many `told` can be chance; more are an anomaly. */
  mostTold: number;
  anomalies: string[];
  problems: string[];
  /** One for each replica. */
  memory: Memory[];
};

const WEATHER = { duplicates: 20, reordered: 20, dropped: 0 };
const FAULTS_PERCENT = 5;
/** A thread may be asked twenty times a minute, an account in a repository, too. */
const ROUND = { repositories: 6, commands: 6 };
const RUN_MS = 30;
const PATIENCE_MS = 120_000;
/** As on GitHub, but soon; it has to survive JSON: after a limit it waits, and a failed call is repeated. */
const PACE = {
  limits: [],
  longestWaitMs: 60_000,
  pauseMs: 100,
  circuit: { failures: 1_000_000, openMs: 0 },
  retryMs: 20,
  jitterMs: 20,
};
const KINDS: readonly FaultResponse[] = [
  ...Object.values(callFaults).filter((kind) => typeof kind === 'string' || !('stallMs' in kind)),
  { stallMs: 300 },
];
const isLimit = (kind: FaultResponse) => typeof kind === 'object' && 'status' in kind && kind.status < 500;
const isStall = (kind: FaultResponse) => typeof kind === 'object' && 'stallMs' in kind;
const partOf = (is: (kind: FaultResponse) => boolean) => KINDS.filter(is).length / KINDS.length;
const SHARES = { limits: partOf(isLimit), failures: partOf((kind) => !isLimit(kind) && !isStall(kind)) };

/** Hours of the app in minutes: people write, calls fail, the clock is set, and nothing may go wrong or grow. */
export async function soak(options: SoakOptions): Promise<Soak> {
  const { engine, seed, minutes, faults: percent = FAULTS_PERCENT, holes = [] } = options;
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-soak-'));
  const clock = stepClock(join(folder, 'clock'), randomOf(seed, 1), speedFor(minutes));
  const play = succeeds();
  const runJob = playing(async (...given) => {
    await sleep(RUN_MS);
    return play(...given);
  });
  // Some twenty looks at the memory of the shortest run, and one every ten seconds of a long one.
  const watch = { clock: join(folder, 'clock'), memoryMs: Math.min(10_000, (minutes * 60_000) / 20) };
  const settings = { pacing: PACE, sweepSeconds: 5 };
  const world = await makeFaultWorld({ engine, runJob, holes, settings, watch });
  try {
    const faults = failing(world, randomOf(seed, 2), percent);
    const apps = [await world.startApp()];
    for (let more = 1; more < world.engine.replicas; more += 1) apps.push(await world.startApp('any-port'));
    const network = await openNetwork(
      apps.map((app) => app.url()),
      WEATHER,
      randomOf(seed, 3),
    );
    world.github.setWebhook({ ...world.webhooks, url: network.url });
    const counts = (): SoakCounts => ({
      ...tally,
      seconds: (performance.now() - began) / 1000,
      webhooks: network.counts.sent,
      calls: world.github.requests.length,
      faults: faults(),
      hours: clock.ahead() / 3_600_000,
    });
    const tally = { commands: 0, done: 0, told: 0, anomalies: [] as string[] };
    const began = performance.now();
    for (let round = 0; performance.now() - began < minutes * 60_000; round += 1) {
      await oneRound(world, network, round, tally);
      options.onRound?.(counts());
    }
    const made = counts();
    const most = mostTold(made.commands, percent, SHARES);
    await network.close();
    return {
      ...made,
      mostTold: most,
      steps: clock.steps(),
      anomalies: [...tally.anomalies, ...tooManyTold(made.told, most)],
      problems: problemsOf(world, network, apps),
      memory: apps.map(({ log }) => memoryOf(log, watch.memoryMs)),
    };
  } finally {
    clock.stop();
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Tally = { commands: number; done: number; told: number; anomalies: string[] };

function tooManyTold(told: number, most: number): string[] {
  return told > most
    ? [`given-up: ${told} commands could not begin, where chance gives ${most} at most`]
    : [];
}

/** Commands in new repositories, until each has its end. */
async function oneRound(world: FaultWorld, network: Network, round: number, tally: Tally): Promise<void> {
  const commands: Command[] = [];
  for (let home = 0; home < ROUND.repositories; home += 1) {
    const place = world.repository(`soak${round}-${home}`);
    for (let at = 0; at < ROUND.commands; at += 1) {
      const { number } = world.github.createIssue(place.fullName, { title: 'It is slow', author: WRITER });
      const kind = at === 0 ? 'reply' : 'run';
      commands.push(command(world, { ...place, issue: number }, kind));
      await sleep(5);
    }
  }
  await network.flushed();
  const isQuiet = await quiet(world, commands, PATIENCE_MS);
  for (const one of commands) {
    const found = await aftermath(world, one, isQuiet);
    tally.commands += 1;
    tally.done += found.job?.state === 'done' ? 1 : 0;
    tally.told += isToldWhy(found) ? 1 : 0;
    const findings = findingsOf(found, { mayBeTold: true });
    tally.anomalies.push(...findings.map(({ oracle, what }) => `${oracle}: ${what}`));
    if (found.job === null) continue;
    const history = await world.engine.look.jobs.history(found.job.jobId);
    tally.anomalies.push(
      ...anomaliesOf(history, found.job.state).map((what) => `history: ${found.name} ${what}`),
    );
  }
}

/** Lets calls to GitHub fail from now on; returns how many did. */
function failing({ github }: FaultWorld, random: Random, percent: number): () => number {
  let count = 0;
  github.faults.add({
    method: '*',
    path: /./,
    respond() {
      if (!random.chance(percent)) return null;
      count += 1;
      return random.pick(KINDS);
    },
  });
  return () => count;
}

function problemsOf({ github }: FaultWorld, network: Network, apps: readonly AppUnderTest[]): string[] {
  const violations = github.violations.map(({ what, message }) => `${what}: ${message}`);
  const dead = apps.filter((app) => app.isDead()).map(() => 'an app ended by itself');
  return [...new Set([...network.problems, ...violations, ...dead])];
}
