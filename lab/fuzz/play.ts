import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstalledClaude } from '../../edge/claude/install.ts';
import { startModel, type RecordedRequest } from '../model/server.ts';
import type { Turn } from '../model/script.ts';
import { openListeners, type Caught } from '../redteam/listeners.ts';
import { endProcesses } from '../redteam/processes.ts';
import { substitute } from '../redteam/substitute.ts';
import { runProcess } from '../runner/process.ts';
import type { HostileCall } from './call.ts';
import type { RunOrder, Told } from './order.ts';
import type { ShapeName } from './shape-names.ts';
import { planOf } from './shapes.ts';
import { makeStage, stepEnvironment, type Stage } from './stage.ts';

/** One run: the calls that the model makes in it, turn by turn. */
export type Play = {
  seed: number;
  serial: number;
  shape: ShapeName;
  calls: readonly HostileCall[];
  /** Calls of one answer. */
  perTurn: number;
  holes: readonly string[];
  guarded: boolean;
};

/** What was seen of one run. */
export type Played = {
  canaries: Record<string, string>;
  run: string;
  requests: RecordedRequest[];
  caught: Caught[];
  told: Told[];
  /** What the run's process wrote besides. */
  log: string[];
  /** The calls as they were made, with this run's values in them. */
  made: Map<number, HostileCall>;
  turns: HostileCall[][];
};

/** What all runs share. */
export type Machine = { claude: InstalledClaude; signal: AbortSignal };

const PROGRAM = fileURLToPath(new URL('./run-main.ts', import.meta.url));
const DELAYS = { interrupt: 5000, terminate: 1000, streams: 500 };

/** Lets the model make these calls in one run of the real layers, in a world of its own, and cleans up. */
export async function play(asked: Play, machine: Machine): Promise<Played> {
  const stage = await makeStage(asked.seed, asked.serial);
  const listeners = await openListeners();
  const told: Told[] = [];
  const log: string[] = [];
  let pid = process.pid;
  const value = (name: string) =>
    new Map<string, string>([
      ...(['outside', 'home', 'checkout', 'temp', 'run'] as const).map((one) => [one, stage[one]] as const),
      ...[['tcp', listeners.tcp] as const, ['dns', listeners.dns] as const, ['pid', pid] as const].map(
        ([one, number]) => [one, String(number)] as const,
      ),
    ]).get(name);
  const turns = inTurns(asked.calls, asked.perTurn);
  const made = new Map<number, HostileCall>();
  const turnOf = (_: unknown, at: number): Turn => {
    const calls = (turns[at] ?? []).map((call) => substitute(call, value));
    for (const call of calls) made.set(call.index, call);
    return calls.length === 0
      ? { text: 'Done.' }
      : { calls: calls.map(({ tool, input }) => ({ tool, input })) };
  };
  const model = await startModel(turnOf, { apiKey: stage.canaries['api-key'] ?? '' });
  try {
    await listeners.socket(join(stage.outside, 'docker.sock'));
    const onLine = (line: string) => {
      const one = readTold(line);
      if (one === null) return void log.push(line);
      if (one.kind === 'began') ({ pid } = one);
      told.push(one);
    };
    await start(asked, stage, model.url, machine, onLine);
    const { canaries, run } = stage;
    return { canaries, run, requests: model.requests, caught: listeners.caught, told, log, made, turns };
  } finally {
    // Of layers with a hole in them something may live on: it was seen, now it ends.
    endProcesses([`${stage.run}-`]);
    await Promise.all([model.close(), listeners.close()]);
    await stage.dispose();
  }
}

async function start(
  asked: Play,
  stage: Stage,
  modelUrl: string,
  { claude, signal }: Machine,
  onLine: (line: string) => void,
): Promise<void> {
  const { run, outside, home, checkout, temp, canaries, desk } = stage;
  const order: RunOrder = {
    plan: planOf(asked.shape),
    claude,
    modelUrl,
    apiKey: canaries['api-key'] ?? '',
    run,
    outside,
    home,
    checkout,
    temp,
    holes: [...asked.holes],
    guarded: asked.guarded,
  };
  const file = join(desk, 'order.json');
  await writeFile(file, JSON.stringify(order), { mode: 0o600 });
  await runProcess({
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', PROGRAM, file, canaries['argument'] ?? ''],
    cwd: temp,
    env: stepEnvironment(stage),
    onLine,
    signal,
    delays: DELAYS,
  });
}

function inTurns(calls: readonly HostileCall[], perTurn: number): HostileCall[][] {
  const turns: HostileCall[][] = [];
  for (let at = 0; at < calls.length; at += perTurn) turns.push(calls.slice(at, at + perTurn));
  return turns;
}

function readTold(line: string): Told | null {
  try {
    return JSON.parse(line) as Told;
  } catch {
    return null;
  }
}
