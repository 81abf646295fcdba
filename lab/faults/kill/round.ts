import { setTimeout as sleep } from 'node:timers/promises';
import { randomOf } from '../../fuzz/random.ts';
import type { AppUnderTest } from '../app/app-under-test.ts';
import type { FaultWorld } from '../app/world.ts';
import { approverOf } from '../app/approver.ts';
import { aftermath, commandInPlace, quiet, type Command } from '../app/commands.ts';
import { findingsOf, type CommandAftermath, type AppFinding } from '../app/oracles.ts';
import type { AppPoint } from './point.ts';
import { strike } from './strike.ts';

/** Commands for an agent in one round, each in a repository of its own; a wrong command comes on top. */
const RUNS = 3;
/** In one round of so many the next app waits as long as it does in life for the heartbeat of the dead one. */
const REAL_TIME_EVERY = 10;
/** The app comes to every point within so long, or never. */
const REACHED_MS = 20_000;

/** What came of one round. `because`: the kill did not come to pass. */
export type Round = {
  findings: AppFinding[];
  /** Commands that were told that their run was not started. */
  told: number;
  /** Milliseconds from the restart until nothing was left to do. */
  settled: number;
  because: string | null;
};

export type RoundOrder = {
  point: AppPoint;
  seed: number;
  round: number;
  patience: number;
  /** Makes the world worse, after the kill, too. */
  worsen?: ((world: FaultWorld) => void) | undefined;
};

/**
 * Some commands at once, a kill in the middle of the work on them, a new start, and a look at what came of each.
 * Resolves with the app that is up then, for the next round.
 */
export async function playRound(
  world: FaultWorld,
  app: AppUnderTest,
  { point, seed, round, patience, worsen = () => {} }: RoundOrder,
): Promise<Round & { app: AppUnderTest }> {
  const random = randomOf(seed, round);
  worsen(world);
  strike(world, app, point.strike, point.of === 'reply' ? 1 : 1 + random.below(RUNS));
  const kind = point.of === undefined || point.of === 'reply' ? 'run' : point.of;
  const kinds = [...Array.from({ length: RUNS }, () => kind), 'reply' as const];
  const firstDelivery = world.github.deliveries.length;
  const nameOf = (at: number) => `r${seed}-${point.name}-${round}-${at}`;
  const commands = await Promise.all(kinds.map((one, at) => commandInPlace(world, nameOf(at), one)));
  const approver = approverOf(world, commands);
  await Promise.race([app.dead, sleep(REACHED_MS, undefined, { ref: false })]);
  const because = app.isDead() ? null : `${point.name}, round ${round}: the app did not come to this point`;
  app.spare();
  world.github.faults.clear();
  worsen(world);
  if (because !== null) await app.kill();
  if (round % REAL_TIME_EVERY !== REAL_TIME_EVERY - 1) await world.engine.forgetDead();
  const next = await world.startApp();
  const began = performance.now();
  // An agreement that the app did not hear is not waited for until the time is up.
  const press = kind === 'approval' && round % 3 === 0 ? 'failed' : PRESSES[round % 3];
  const isQuiet = await recover(world, { commands, firstDelivery, patience, press });
  await approver.stop();
  const settled = performance.now() - began;
  const found = await Promise.all(commands.map((one) => aftermath(world, one, isQuiet)));
  const findings = found.flatMap((one) => findingsOf(one));
  return { findings, told: found.filter(wasTold).length, settled, because, app: next };
}

/** Which deliveries somebody sends again at once: none, those that failed, or all. */
const PRESSES = ['none', 'failed', 'all'] as const;

type Recovery = {
  commands: readonly Command[];
  firstDelivery: number;
  patience: number;
  press: (typeof PRESSES)[number] | undefined;
};

/** Lets the app find its feet. What GitHub could not deliver at all is sent again, at the latest when it has. */
async function recover(world: FaultWorld, recovery: Recovery): Promise<boolean> {
  const { commands, firstDelivery, patience, press = 'none' } = recovery;
  const until = performance.now() + patience;
  const sent = world.github.deliveries.slice(firstDelivery);
  const failed = ({ statusCode }: { statusCode: number }) => statusCode !== 202;
  if (press === 'all') for (const { id } of sent) world.github.redeliver(id);
  if (press === 'failed') for (const { id } of sent.filter(failed)) world.github.redeliver(id);
  const isQuiet = await quiet(world, commands, until - performance.now());
  if (press !== 'none') return isQuiet;
  const unheard = sent.filter((one) => one.event === 'issue_comment' && failed(one));
  for (const { id } of unheard) world.github.redeliver(id);
  return unheard.length === 0 ? isQuiet : quiet(world, commands, until - performance.now());
}

/** An honest end without a run: the app could not tell whether there was one. */
function wasTold({ wants, runs, comments }: CommandAftermath): boolean {
  return wants === 'run' && runs === 0 && comments.length > 0;
}
