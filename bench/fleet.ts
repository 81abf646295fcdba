import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TurnFunction } from '../lab/model/script.ts';
import { startModel, type ScriptedModel } from '../lab/model/server.ts';
import { install, runPlain, type PlainClaude } from './plain-claude.ts';
import { median, range, verdict } from './statistics.ts';
import { openStepWorld, type StepWorld } from './step-world.ts';

const COUNTS = [1, 4, 16] as const;
const ROUNDS = 3;
const AIM_RATIO = 1.1;

/** What the configuration says of how many workers come to work at once: nothing, or all, as a shell's loop starts them. */
const PARALLEL = { byDefault: '', allAtOnce: 'max_parallel: 16, ' } as const;

const configOf = (parallel: string) => `version: 1
agents:
  lead:
    description: Starts workers and waits for them.
    tools: [Read, Grep, Glob]
    budget_usd: 8
    may_dispatch: [worker]
    fleet: { ${parallel}max_workers: 16, max_total_workers: 16 }
    system_prompt: You lead.
  worker:
    description: Looks.
    tools: [Read, Grep, Glob]
    budget_usd: 0.25
    system_prompt: You work.
`;

/** What one number of workers took, each round once: milliseconds. */
type Times = { count: number; plain: number[]; fleet: number[]; atOnce: number[] };

/**
 * What our fleet takes for so many workers of one turn, from the start of the step to its written result, against as many
 * plain `claude -p` of a shell's loop, in turns in the same process and with the same scripted model. The fleet is as it
 * comes, with twice as many workers at once as there are cores; the loop starts all. The model answers at once: what is compared
 * is what starting costs, not how many wait for a model side by side.
 */
export async function measure(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-bench-'));
  const asked = { workers: 0 };
  const model = await startModel(scriptOf(asked));
  try {
    const worldOf = async (name: keyof typeof PARALLEL) => {
      const folder = join(root, name);
      await mkdir(folder);
      return openStepWorld(folder, model.url, { config: configOf(PARALLEL[name]), agent: 'lead' });
    };
    const world = await worldOf('byDefault');
    const crowd = await worldOf('allAtOnce');
    try {
      const home = join(root, 'plain-home');
      await mkdir(home);
      const plain = { claude: await install(), cwd: world.checkout, home, url: model.url };
      return await compare({ plain, world, crowd, model, asked });
    } finally {
      await Promise.all([world.close(), crowd.close()]);
    }
  } finally {
    await model.close();
    await rm(root, { recursive: true, force: true });
  }
}

type Compared = {
  plain: PlainClaude;
  world: StepWorld;
  /** The same, and all of its workers come to work at once. */
  crowd: StepWorld;
  model: ScriptedModel;
  asked: { workers: number };
};

async function compare(compared: Compared): Promise<string> {
  // The first of each fills the machine's caches.
  await timed(() => runPlain(compared.plain, 1));
  await runFleet(compared, 1);
  const alone: number[] = [];
  const all = COUNTS.map((count): Times => ({ count, plain: [], fleet: [], atOnce: [] }));
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await runFleet(compared, 0));
    for (const times of all) {
      times.plain.push(await timed(() => runPlain(compared.plain, times.count)));
      times.fleet.push(await runFleet(compared, times.count));
      times.atOnce.push(await runFleet(compared, times.count, compared.crowd));
    }
  }
  const lead = median(alone);
  const lines = [`a lead that starts nobody: ${range(alone)}`, ...all.flatMap((times) => tell(times, lead))];
  process.stdout.write(`${lines.join('\n')}\n`);
  return figure(all, lead);
}

const overhead = ({ count, plain, fleet }: Times, lead: number) =>
  (median(fleet) - lead - median(plain)) / count;
const ratio = ({ plain, fleet }: Times) => median(fleet) / median(plain);

function tell(times: Times, lead: number): string[] {
  const { count, plain, fleet, atOnce } = times;
  return [
    `${count} plain claude -p in a loop: ${range(plain)}`,
    `a lead and ${count} workers:      ${range(fleet)}`,
    `    all of them at once:   ${range(atOnce)}`,
    `    that is ${ratio(times).toFixed(2)} times as long; beside the lead ${overhead(times, lead).toFixed(0)} ms more for each worker`,
  ];
}

function figure(all: readonly Times[], lead: number): string {
  const last = all.at(-1);
  if (last === undefined) throw new Error('nothing was measured');
  process.stdout.write(`${verdict('a fleet of 16 against a loop of 16', ratio(last), AIM_RATIO, 'times')}\n`);
  const ratios = all.map((times) => `${times.count}: ${ratio(times).toFixed(2)}`).join(', ');
  const crowded = (median(last.atOnce) / median(last.plain)).toFixed(2);
  return `fleet of workers against as many plain claude -p (medians of ${ROUNDS}): ${ratios} times, 16 at once ${crowded}; overhead of a worker at 16: ${overhead(last, lead).toFixed(0)} ms`;
}

async function timed(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}

async function runFleet(
  { world: usual, model, asked }: Compared,
  workers: number,
  world = usual,
): Promise<number> {
  model.requests.length = 0;
  asked.workers = workers;
  const time = await timed(async () => {
    const { code, log } = await world.run();
    if (code !== 0) throw new Error(`the step exited with ${String(code)}: the comparison is void\n${log}`);
  });
  const served = model.requests.filter(({ body }) => JSON.stringify(body ?? '').includes('You work.')).length;
  if (served < workers) throw new Error(`only ${served} of ${workers} workers asked: the comparison is void`);
  return time;
}

/** A lead that starts all its workers in one turn, waits for all in the next, and ends; everybody else ends at once. */
function scriptOf(asked: { workers: number }): TurnFunction {
  const each = (make: (number: number) => { tool: string; input: Record<string, unknown> }) =>
    Array.from({ length: asked.workers }, (_, at) => make(at + 1));
  return ({ system }, turn) => {
    if (!JSON.stringify(system ?? '').includes('You lead.') || turn > 1 || asked.workers === 0)
      return { text: 'Done.' };
    if (turn === 0)
      return {
        calls: each(() => ({
          tool: 'mcp__dispatch__spawn_worker',
          input: { agent: 'worker', task: 'look' },
        })),
      };
    return {
      calls: each((worker) => ({ tool: 'mcp__dispatch__wait', input: { worker, seconds: 300 } })),
    };
  };
}
