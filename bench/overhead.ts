import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstalledClaude } from '../edge/claude/install.ts';
import { startModel, type ScriptedModel } from '../lab/model/server.ts';
import { measureJudge } from './judge.ts';
import { install, runPlain } from './plain-claude.ts';
import { median, range, verdict } from './statistics.ts';
import { watchMemory, type Peaks } from './step-memory.ts';
import { openStepWorld, type StepWorld } from './step-world.ts';

const ROUNDS = 10;
const MEMORY_ROUNDS = 3;
const AIM_MS = 500;
const AIM_MB = 120;

/** One run from its start: to the model's first request, and to its end. Milliseconds. */
type Times = { first: number; whole: number };

/**
 * What our step adds to a run of one turn, against plain `claude -p` with the same scripted model, in turns in
 * the same process: everything from the start of the step's shell to the written result.
 */
export async function measure(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-bench-'));
  const model = await startModel({ turns: [{ text: 'Done.' }] });
  try {
    const world = await openStepWorld(root, model.url);
    try {
      return await compare(await install(), world, model, root);
    } finally {
      await world.close();
    }
  } finally {
    await model.close();
    await rm(root, { recursive: true, force: true });
  }
}

async function compare(
  claude: InstalledClaude,
  world: StepWorld,
  model: ScriptedModel,
  root: string,
): Promise<string> {
  const home = join(root, 'plain-home');
  await mkdir(home);
  const plain = () => timed(model, () => runPlain({ claude, cwd: world.checkout, home, url: model.url }));
  const step = () => timed(model, () => runStep(world));
  const [plains, steps]: [Times[], Times[]] = [[], []];
  // The first of each fills the machine's caches.
  await plain();
  await step();
  for (let round = 0; round < ROUNDS; round += 1) {
    plains.push(await plain());
    steps.push(await step());
  }
  const peaks: Peaks[] = [];
  for (let round = 0; round < MEMORY_ROUNDS; round += 1) peaks.push(await memoryOf(world));
  const judged = await measureJudge();
  const lines = [...tellTimes(plains, steps), ...tellMemory(peaks), ...judged];
  process.stdout.write(`${lines.join('\n')}\n`);
  const added = of(steps, 'whole') - of(plains, 'whole');
  const ratio = of(steps, 'whole') / of(plains, 'whole');
  return `overhead of a one-turn run: ${added.toFixed(0)} ms, ${ratio.toFixed(2)} times plain claude -p (medians of ${ROUNDS})`;
}

const of = (times: readonly Times[], which: keyof Times) => median(times.map((one) => one[which]));

function tellTimes(plains: readonly Times[], steps: readonly Times[]): string[] {
  const line = (name: string, times: readonly Times[], which: keyof Times) =>
    `${name}: ${range(times.map((one) => one[which]))}`;
  return [
    line('plain claude -p, to the first request', plains, 'first'),
    line('our step, to the first request       ', steps, 'first'),
    line('plain claude -p, to its end          ', plains, 'whole'),
    line('our step, to its end                 ', steps, 'whole'),
    verdict('our step’s first request after plain’s', of(steps, 'first') - of(plains, 'first'), AIM_MS, 'ms'),
    verdict('our step’s end after plain’s', of(steps, 'whole') - of(plains, 'whole'), AIM_MS, 'ms'),
  ];
}

function tellMemory(peaks: readonly Peaks[]): string[] {
  const most = (which: keyof Peaks) => Math.max(...peaks.map((one) => one[which]));
  return [
    `memory, most resident (VmHWM): step ${most('step').toFixed(0)} MB, broker ${most('broker').toFixed(0)} MB`,
    verdict('memory of step and broker at one moment (PSS)', most('together'), AIM_MB, 'MB'),
  ];
}

async function timed(model: ScriptedModel, run: () => Promise<void>): Promise<Times> {
  model.requests.length = 0;
  const began = Date.now();
  await run();
  const ended = Date.now();
  const first = model.requests.find(({ path }) => path.startsWith('/v1/messages'));
  if (first === undefined) throw new Error('the model was never asked: the comparison is void');
  return { first: first.at - began, whole: ended - began };
}

async function runStep(world: StepWorld, onStart?: (pid: number) => void): Promise<void> {
  const { code, log } = await world.run(onStart);
  if (code !== 0) throw new Error(`the step exited with ${String(code)}: the comparison is void\n${log}`);
}

async function memoryOf(world: StepWorld): Promise<Peaks> {
  let watch: ReturnType<typeof watchMemory> | undefined;
  await runStep(world, (pid) => (watch = watchMemory(pid)));
  if (watch === undefined) throw new Error('the step did not start');
  return watch.stop();
}
