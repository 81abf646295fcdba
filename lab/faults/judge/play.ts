import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { InstalledClaude } from '../../../edge/claude/install.ts';
import { makeStage, stepEnvironment, type Stage } from '../../fuzz/stage.ts';
import type { Turn } from '../../model/script.ts';
import { startModel } from '../../model/server.ts';
import { endProcesses, processesOf } from '../../redteam/processes.ts';
import { runProcess } from '../../runner/process.ts';
import type { TracedCall } from './calls.ts';
import type { Fault } from './faults.ts';
import type { Aftermath } from './oracles.ts';
import type { JudgedOrder, JudgeHole } from './order.ts';
import { readRecordOf, tracesIn } from './traces.ts';

/** One run: its calls, and what goes wrong in it. */
export type JudgedPlay = {
  seed: number;
  serial: number;
  calls: readonly TracedCall[];
  fault: Fault | null;
  holes: readonly JudgeHole[];
};

/** What came of it. `made`: how many of the calls the model made before the run ended. `struck`: the fault came to pass. */
export type JudgedPlayed = Aftermath & { made: number; struck: boolean; log: string[] };

const PROGRAM = fileURLToPath(new URL('judged-run.ts', import.meta.url));
const DELAYS = { interrupt: 100, terminate: 100, streams: 500 };
/** A judge that never gives way is ended from outside after so long. */
const STUCK_MS = 8000;
/** How long after a run a process of it counts as a survivor. */
const SURVIVAL_MS = 2000;
/** Calls of one answer: the CLI drops the siblings of a command that fails, so a command stands alone. */
const PER_TURN = 10;

/** Makes the calls in one run of the real layers, in a process that its fault may kill, and looks what is left. */
export async function playJudged(
  asked: JudgedPlay,
  claude: InstalledClaude,
  signal: AbortSignal,
): Promise<JudgedPlayed> {
  const stage = await makeStage(asked.seed, asked.serial);
  const turns = inTurns(asked.calls);
  const made = new Set<string>();
  const stop = new AbortController();
  const turnOf = (_: unknown, at: number): Turn => {
    const calls = turns[at] ?? [];
    for (const { id } of calls) made.add(id);
    if (asked.fault?.name === 'stuck' && calls.some(({ id }) => id === asked.fault?.id))
      setTimeout(() => stop.abort(), STUCK_MS).unref();
    return calls.length === 0
      ? { text: 'Done.' }
      : { calls: calls.map(({ tool, input }) => ({ tool, input })) };
  };
  const model = await startModel(turnOf, { apiKey: stage.canaries['api-key'] ?? '' });
  const log: string[] = [];
  try {
    await start(asked, stage, { claude, modelUrl: model.url }, log, AbortSignal.any([signal, stop.signal]));
    await sleep(SURVIVAL_MS);
    const survivors = processesOf([stage.temp]).map(({ command }) => command);
    const evidence = join(stage.desk, 'evidence');
    return {
      calls: asked.calls,
      fault: asked.fault,
      executed: await executedIn(stage, evidence),
      recorded: readRecordOf(evidence),
      survivors,
      made: made.size,
      struck: existsSync(join(evidence, 'struck')),
      log,
    };
  } finally {
    endProcesses([stage.temp]);
    await model.close();
    await stage.dispose();
  }
}

async function start(
  { seed, serial, fault, holes }: JudgedPlay,
  stage: Stage,
  { claude, modelUrl }: { claude: InstalledClaude; modelUrl: string },
  log: string[],
  signal: AbortSignal,
): Promise<void> {
  const { checkout, temp, canaries, desk } = stage;
  const evidence = join(desk, 'evidence');
  await mkdir(evidence);
  const apiKey = canaries['api-key'] ?? '';
  const order: JudgedOrder = {
    claude,
    modelUrl,
    apiKey,
    checkout,
    temp,
    evidence,
    seed,
    serial,
    fault,
    holes,
  };
  const file = join(desk, 'order.json');
  await writeFile(file, JSON.stringify(order), { mode: 0o600 });
  await runProcess({
    program: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', PROGRAM, file],
    cwd: temp,
    env: stepEnvironment(stage),
    onLine: (line) => log.push(line),
    signal,
    delays: DELAYS,
  });
}

/** A run that ended by itself tells; what a killed one left lies where it worked. */
async function executedIn({ temp }: Stage, evidence: string): Promise<string[]> {
  const told = join(evidence, 'executed.json');
  if (existsSync(told)) return JSON.parse(await readFile(told, 'utf8')) as string[];
  const left = await readdir(temp);
  return left.flatMap((name) => tracesIn(join(temp, name, 'workspace')));
}

function inTurns(calls: readonly TracedCall[]): TracedCall[][] {
  const turns: TracedCall[][] = [];
  for (const call of calls) {
    const last = turns.at(-1);
    const joins = last?.at(-1)?.tool === 'Write' && call.tool === 'Write' && last.length < PER_TURN;
    if (joins) last.push(call);
    else turns.push([call]);
  }
  return turns;
}
