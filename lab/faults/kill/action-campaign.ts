import { lstatSync, readFileSync, rmSync } from 'node:fs';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installedClaude } from '../../installed-claude.ts';
import { startModel, type ScriptedModel } from '../../model/server.ts';
import { packageRoot, toolCache } from '../../package-root.ts';
import { makeJobRunner } from '../../runner/job-runner.ts';
import { aftermath, command, quiet } from '../app/commands.ts';
import type { EngineName } from '../app/engine.ts';
import { findingsOf } from '../app/oracles.ts';
import { makeFaultWorld, type FaultWorld } from '../app/world.ts';
import { isReached, livingBelow, pathsBelow, type ActionPoint, type Living } from './action-points.ts';
import { noFindings, type KillCampaign } from './campaign.ts';

const API_KEY = 'dummy-api-key-0123456789abcdef-for-tests-only';
const DELAYS = { interrupt: 5000, terminate: 1000, streams: 500 };
/** The step comes to every point within so long, or never. */
const REACHED_MS = 120_000;
const PATIENCE_MS = 60_000;
/** A process whose parent was killed has ended within so long. */
const NOTICED_MS = 10_000;

export type ActionKillOptions = {
  engine: EngineName;
  rounds: number;
  points: readonly ActionPoint[];
  onPoint?: (point: ActionPoint, rounds: number, findings: number, slowest: number) => void;
};

/** Kills the real step of real runs at each of the points: the app has to tell the end, and nothing may be left. */
export async function actionKillCampaign(options: ActionKillOptions): Promise<KillCampaign> {
  const { engine, rounds, points } = options;
  // Then the step finds the CLI in the cache.
  await installedClaude();
  const folder = await mkdtemp(join(tmpdir(), 'dispatch-killed-'));
  // The agent is another user: where it cannot walk, a step works elsewhere, and nobody would look there.
  await chmod(folder, 0o755);
  const model = await startModel(
    (_, at) =>
      at === 0
        ? { calls: [{ tool: 'Read', input: { file_path: '/workspace/src/add.js' } }] }
        : { text: 'Fine.' },
    { apiKey: API_KEY },
  );
  const runJob = makeJobRunner({
    root: folder,
    toolCache,
    actions: { 'agent-dispatch/agent-dispatch': packageRoot },
    delays: DELAYS,
    keep: true,
  });
  const world = await makeFaultWorld({ engine, runJob, files: shippedFiles() });
  const campaign = noFindings();
  try {
    await world.startApp();
    for (const point of points) {
      const before = campaign.findings.length;
      for (let round = 0; round < rounds; round += 1)
        await playActionRound({ world, model, folder, campaign }, point, `${point.name}-${round}`);
      options.onPoint?.(point, rounds, campaign.findings.length - before, campaign.slowest);
    }
    campaign.problems.push(
      ...new Set(world.github.violations.map(({ what, message }) => `${what}: ${message}`)),
    );
    return campaign;
  } finally {
    await world.close();
    await model.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The configuration and the workflow that a user starts with. */
function shippedFiles(): Record<string, string> {
  const example = (name: string) => readFileSync(join(packageRoot, 'docs', 'examples', name), 'utf8');
  return {
    '.github/dispatch.yml': example('dispatch.yml'),
    '.github/workflows/dispatch.yml': example('workflows/dispatch.yml'),
    'src/add.js': 'export const add = (a, b) => a - b;\n',
  };
}

type Stage = { world: FaultWorld; model: ScriptedModel; folder: string; campaign: KillCampaign };

async function playActionRound(stage: Stage, point: ActionPoint, name: string): Promise<void> {
  const { world, model, folder, campaign } = stage;
  const place = world.repository(name);
  world.github.setSecret(place.fullName, 'ANTHROPIC_API_KEY', API_KEY);
  world.github.setVariable(place.fullName, 'DISPATCH_TICKET_KEY', world.ticketKey);
  world.github.setVariable(place.fullName, 'ANTHROPIC_BASE_URL', model.url);
  const asked = model.requests.length;
  const one = command(world, place, 'run');
  const isKilled = await killStep(point, folder, () => model.requests.length - asked);
  const began = performance.now();
  await world.github.idle();
  const isQuiet = await quiet(world, [one], PATIENCE_MS);
  campaign.rounds += 1;
  campaign.slowest = Math.max(campaign.slowest, performance.now() - began);
  const found = await aftermath(world, one, isQuiet);
  campaign.findings.push(...findingsOf({ ...found, name }));
  if (!isKilled) campaign.problems.push(`${name}: the step ended before it came to this point`);
  for (const { command: left } of await survivors(folder))
    campaign.findings.push({ oracle: 'survivor', what: `${name}: ${left}` });
  for (const path of pathsBelow(folder).filter(holdsKey))
    campaign.findings.push({ oracle: 'secret-left', what: `${name}: ${path}` });
  for (const path of pathsBelow(folder).filter((path_) => /\/run-[^/]+$/.test(path_)))
    rmSync(path, { recursive: true, force: true });
}

/** What is still there of a killed step when all of it has had the time to notice: a program may just be starting. */
async function survivors(folder: string): Promise<Living[]> {
  const until = performance.now() + NOTICED_MS;
  for (;;) {
    const left = livingBelow(folder);
    if (left.length === 0 || performance.now() > until) return left;
    await sleep(50);
  }
}

/** Kills the step's own process, as the machine would when it runs out of memory. False when it had ended before. */
async function killStep(point: ActionPoint, folder: string, asked: () => number): Promise<boolean> {
  const until = performance.now() + REACHED_MS;
  while (!isReached(point, folder, asked())) {
    if (performance.now() > until) return false;
    await sleep(5);
  }
  const steps = livingBelow(folder).filter(({ command: line }) => /action\/main\.mjs/.test(line));
  for (const { pid } of steps) process.kill(pid, 'SIGKILL');
  return steps.length > 0;
}

function holdsKey(path: string): boolean {
  return lstatSync(path).isFile() && readFileSync(path).includes(API_KEY);
}
