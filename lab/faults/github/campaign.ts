import { setTimeout as sleep } from 'node:timers/promises';
import type { AppUnderTest } from '../app/app-under-test.ts';
import { playing, succeeds } from '../app/canned-run.ts';
import { aftermath, command, quiet, worked, type Command } from '../app/commands.ts';
import type { EngineName } from '../app/engine.ts';
import { findingsOf, type AppFinding } from '../app/oracles.ts';
import { makeFaultWorld, type FaultWorld } from '../app/world.ts';
import { callFaults, type CallFault } from './kinds.ts';

/** How long a run takes that stands in for an agent's. */
const RUN_MS = 30;
/** Commands at once: each call takes its time, above all one that stalls. */
const AT_ONCE = 10;
const PATIENCE_MS = 60_000;

/** What came out of all commands. */
export type CallCampaign = {
  /** How many calls a command makes when nothing goes wrong. */
  calls: number;
  commands: number;
  findings: AppFinding[];
  /** What each fault and call came to, where the command did not get its result. */
  told: string[];
  problems: string[];
};

export type CallOptions = {
  engine: EngineName;
  kinds: readonly CallFault[];
  /** Every so many-th call is struck; 1 for all. */
  every: number;
  /** `github`: the app waits between its calls as it does for GitHub. */
  pacing: 'github' | 'none';
  /** Makes the world worse throughout. */
  worsen?: (world: FaultWorld) => void;
  onKind?: (kind: CallFault, findings: readonly AppFinding[]) => void;
};

type Case = { kind: CallFault; at: number; command: Command };

/** Gives one command for each kind of fault and each call that it makes, and lets that call fail so. */
export async function callCampaign(options: CallOptions): Promise<CallCampaign> {
  const { engine, kinds, every, pacing, worsen = () => {} } = options;
  const play = succeeds();
  const runJob = playing(async (...given) => {
    await sleep(RUN_MS);
    return play(...given);
  });
  const world = await makeFaultWorld({ engine, runJob, settings: { pacing } });
  try {
    let app = await world.startApp();
    const calls = await callsOfOne(world);
    const all: CallCampaign = { calls, commands: 0, findings: [], told: [], problems: [] };
    const struck = Array.from({ length: calls }, (_, at) => at).filter((at) => at % every === 0);
    for (const kind of kinds) {
      const before = all.findings.length;
      for (let from = 0; from < struck.length; from += AT_ONCE) {
        worsen(world);
        const cases = struck.slice(from, from + AT_ONCE).map((at) => begin(world, kind, at));
        await worked(world);
        world.github.faults.clear();
        worsen(world);
        app = await lookAgain(world, app, cases);
        await judge(world, cases, all);
      }
      options.onKind?.(kind, all.findings.slice(before));
    }
    all.problems.push(...new Set(world.github.violations.map(({ what, message }) => `${what}: ${message}`)));
    return all;
  } finally {
    await world.close();
  }
}

async function callsOfOne(world: FaultWorld): Promise<number> {
  const one = command(world, 'undisturbed', 'run');
  await worked(world);
  const { length } = world.github.requests;
  if ((await aftermath(world, one, true)).job?.state !== 'done')
    throw new Error('a command to which nothing happens did not get its result');
  return length;
}

/** A repository of its own has its own installation: its calls are known by their paths. */
function begin(world: FaultWorld, kind: CallFault, at: number): Case {
  const name = `${kind}-${at}`;
  const repository = world.repository(name);
  const installation = world.github.installationId(repository.fullName);
  const path = new RegExp(`^/repos/${name}/|/installations/${installation}/`);
  world.github.faults.add({ method: '*', path, skip: at, times: 1, respond: callFaults[kind] });
  return { kind, at, command: command(world, repository, 'run') };
}

/** What the app left open it looks after when it sweeps, as it does at a start and every few minutes. */
async function lookAgain(
  world: FaultWorld,
  app: AppUnderTest,
  cases: readonly Case[],
): Promise<AppUnderTest> {
  await app.kill();
  const next = await world.startApp();
  await quiet(
    world,
    cases.map((one) => one.command),
    PATIENCE_MS,
  );
  return next;
}

async function judge(world: FaultWorld, cases: readonly Case[], all: CallCampaign): Promise<void> {
  for (const { kind, at, command: one } of cases) {
    const found = await aftermath(world, one, true);
    const where = `${kind} at call ${at}`;
    all.commands += 1;
    all.findings.push(...findingsOf({ ...found, name: where }));
    if (found.job?.state !== 'done')
      all.told.push(
        `${where}: ${found.job === null ? 'no job' : `${found.job.state}, ${found.job.cause ?? ''}`}`,
      );
  }
}
