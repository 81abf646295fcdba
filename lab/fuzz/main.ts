import { parseArgs } from 'node:util';
import { installedClaude } from '../installed-claude.ts';
import { ablate, ablations } from './ablate.ts';
import { bashCommandLine } from './bash/command-line.ts';
import { callAt, type HostileCall } from './call.ts';
import { campaign } from './campaign.ts';
import { fleetCommandLine } from './fleet/command-line.ts';
import { gateCommandLine } from './gate/command-line.ts';
import { inputsCommandLine, subjectNamed } from './inputs/command-line.ts';
import type { Machine } from './play.ts';
import { digestOf, findingLines, tallyLines, totalLine } from './report.ts';
import { rulesCommandLine } from './secrets/rules-command-line.ts';
import { shapesCommandLine } from './secrets/command-line.ts';
import { shapeNames, type ShapeName } from './shape-names.ts';
import { orHelp } from '../number-options.ts';
import { wholeNumber } from '../whole-number.ts';

const HELP = `npm run fuzz -- cage [--seed N] [--calls N] [--profile NAME] [--replay INDEX] [--jobs N] [--no-judge | --ablate]

  --seed N        the same seed gives the same calls; default: 1
  --calls N       how many; default: 10000, or 60 for each ablation
  --profile NAME  attack one profile only: ${shapeNames.join(', ')}
  --replay INDEX  make one call alone, or those from FIRST-LAST
  --jobs N        runs side by side, 1 to 16; default: 2
  --no-judge      our judge allows every call: the cage and the CLI have to hold alone
  --ablate        attack layers with holes in them: exit 0 only if every oracle finds something

Hostile tool calls of a scripted model against the real claude CLI in its real cage, with the real broker
and judge. No key is needed and nothing is spent. Exit 1 when anything got out.
`;

type Asked = {
  seed: number;
  count: number | undefined;
  shape: ShapeName | undefined;
  replay: [number, number] | undefined;
  jobs: number;
  ablate: boolean;
  judge: boolean;
};

const say = (line: string) => process.stdout.write(`${line}\n`);

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  if (args[0] === 'fleet') return fleetCommandLine(args.slice(1), say);
  if (args[0] === 'gate') return gateCommandLine(args.slice(1), say);
  if (args[0] === 'bash') return bashCommandLine(args.slice(1), say);
  if (args[0] === 'shapes') return shapesCommandLine(say);
  if (args[0] === 'rules') return rulesCommandLine(args.slice(1), say);
  const subject = subjectNamed(args[0]);
  if (subject !== undefined) return inputsCommandLine(subject, args.slice(1), say);
  const asked = orHelp(HELP, () => readArguments(args));
  if (asked === null) return 2;
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => stop.abort());
  const claude = await installedClaude();
  const machine: Machine = { claude, signal: stop.signal };
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1000;
  return asked.ablate ? runAblations(asked, machine, seconds) : attack(asked, machine, seconds);
}

async function attack(asked: Asked, machine: Machine, seconds: () => number): Promise<number> {
  const { seed, jobs } = asked;
  const calls = callsOf(asked);
  say(
    `${calls.length} calls, seed ${seed}, digest of the calls ${digestOf(calls)}, claude ${machine.claude.version}`,
  );
  let told = 0;
  const found = await campaign(
    {
      seed,
      calls,
      jobs,
      perTurn: 25,
      perRun: 250,
      holes: asked.judge ? [] : ['open-judge'],
      guarded: asked.judge,
      onRun(done, findings) {
        for (const line of findingLines(findings, seed)) say(line);
        if (done - told < 500 && done < calls.length) return;
        told = done;
        say(`${done} of ${calls.length} calls, ${seconds().toFixed(0)} s`);
      },
    },
    machine,
  );
  for (const line of tallyLines(calls, found)) say(line);
  for (const problem of found.problems) say(problem);
  const missing = calls.length - found.outcomes.size;
  if (missing > 0) say(`${missing} calls were not made`);
  say(`${found.runs} runs of the real layers, ${jobs} side by side; digest of the calls ${digestOf(calls)}`);
  say(totalLine(found.outcomes.size, seed, found.findings, seconds()));
  return found.findings.length > 0 || missing > 0 ? 1 : 0;
}

async function runAblations(asked: Asked, machine: Machine, seconds: () => number): Promise<number> {
  const { seed, count = 60 } = asked;
  say(`${ablations.length} ablations of ${count} calls, seed ${seed}`);
  let fired = 0;
  for (const ablation of ablations) {
    const done = await ablate(ablation, { seed, count }, machine);
    fired += done.fired ? 1 : 0;
    say(`${done.fired ? 'fired' : 'SILENT'}  ${done.name}: ${done.hits} hits`);
    if (!done.fired) for (const problem of done.campaign.problems) say(`        ${problem}`);
    if (machine.signal.aborted) return 1;
  }
  say(`${fired} of ${ablations.length} oracles fired, seed ${seed}, ${seconds().toFixed(0)} s`);
  return fired === ablations.length ? 0 : 1;
}

function callsOf({ seed, count = 10_000, shape, replay }: Asked): HostileCall[] {
  const [first, last] = replay ?? [0, count - 1];
  // With a profile, a list of calls is that of its own indexes: what a hit names is what is repeated.
  const all = Array.from({ length: last - first + 1 }, (_, at) => callAt(seed, first + at));
  if (shape === undefined) return all;
  if (replay === undefined) return all.map(({ index }) => callAt(seed, index, shape));
  return all
    .filter((call) => call.shape === shape || replay[0] === replay[1])
    .map(({ index }) => callAt(seed, index, shape));
}

function readArguments(args: string[]): Asked {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      seed: { type: 'string', default: '1' },
      calls: { type: 'string' },
      profile: { type: 'string' },
      replay: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      ablate: { type: 'boolean', default: false },
      'no-judge': { type: 'boolean', default: false },
    },
  });
  if (positionals.length !== 1 || positionals[0] !== 'cage')
    throw new Error(
      "What to fuzz is 'cage', 'bash', 'fleet', 'gate', 'rules', 'shapes', 'comments', 'configs' or 'artifacts'.",
    );
  const shape = shapeNames.find((name) => name === values.profile);
  if (values.profile !== undefined && shape === undefined)
    throw new Error(`There is no profile '${values.profile}': use one of ${shapeNames.join(', ')}.`);
  return {
    seed: wholeNumber('--seed', values.seed, 0, 2 ** 31 - 1),
    count: values.calls === undefined ? undefined : wholeNumber('--calls', values.calls, 1, 1_000_000),
    shape,
    replay: values.replay === undefined ? undefined : readReplay(values.replay),
    jobs: wholeNumber('--jobs', values.jobs, 1, 16),
    ablate: values.ablate,
    judge: !values['no-judge'],
  };
}

function readReplay(text: string): [number, number] {
  const [first = '', last = first] = text.split('-');
  const from = wholeNumber('--replay', first, 0, 1_000_000);
  return [from, wholeNumber('--replay', last, from, 1_000_000)];
}
