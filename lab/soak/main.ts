import { parseArgs } from 'node:util';
import { enginesOf } from '../faults/app/engine.ts';
import type { AppHole } from '../faults/app/order.ts';
import { wholeNumber } from '../whole-number.ts';
import { soak, type Soak, type SoakCounts, type SoakOptions } from './campaign.ts';
import type { Trend } from './slope.ts';

const HELP = `npm run soak [-- --minutes N] [--engine NAME] [--seed N] [--faults N] [--ablate]

  --minutes N    how long, on each engine; default: 20, in which a day passes by the app's clock
  --engine NAME  the store's engine, sqlite or postgres, or both; default: both
  --seed N       the same seed, the same weather, faults and clock; default: 1
  --faults N     how many calls to GitHub of a hundred fail, 0 to 50; default: 5
  --ablate       an app that takes every webhook for news, one that keeps each in memory, and one that tells at once
                 what it should try again: exit 0 only if all show

People write without pause, webhooks come twice and late, calls to GitHub fail, and the app's clock is set
forward and back. Every command has to end once, with one run and one comment, by a history without a gap; and the
app's memory must not grow. Exit 1 when something of that did not hold.
`;

/** In fewer minutes what a process holds of the machine still fills: compiled code, buffers, pages of the store. */
const LONG_ENOUGH = 10;

/** What shows that a hole was found. */
const shows: Partial<Record<AppHole, (made: Soak) => boolean>> = {
  dedupe: ({ anomalies }) => anomalies.some((line) => line.startsWith('duplicate-')),
  leak: ({ memory }) => memory.some((one) => !one.heap.isFlat),
  impatience: ({ anomalies }) => anomalies.some((line) => line.startsWith('given-up')),
};
/** In which enough commands meet trouble that lasts. */
const TROUBLE = { minutes: 3, faults: 50 };

const say = (line: string): void => void process.stdout.write(`${line}\n`);

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({
      args,
      options: {
        minutes: { type: 'string', default: '20' },
        engine: { type: 'string', default: 'both' },
        seed: { type: 'string', default: '1' },
        faults: { type: 'string', default: '5' },
        ablate: { type: 'boolean', default: false },
      },
    });
    const minutes = wholeNumber('--minutes', values.minutes, 1, 10_000);
    const seed = wholeNumber('--seed', values.seed, 1, 9_999_999);
    const faults = wholeNumber('--faults', values.faults, 0, 50);
    let code = 0;
    for (const engine of enginesOf(values.engine)) {
      const order = { engine, minutes, seed, faults };
      code = Math.max(code, await (values.ablate ? ablate(order) : one(order)));
    }
    return code;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
}

async function one(order: SoakOptions): Promise<number> {
  const made = await soak({ ...order, onRound: everyMinute() });
  for (const line of [...made.anomalies, ...made.problems]) say(line);
  say(`${figures(made)}, ${order.engine}, seed ${order.seed}`);
  const { forward, back } = made.steps;
  say(
    `the clock was set forward ${forward} times and back ${back} times: ${made.hours.toFixed(1)} hours passed`,
  );
  say(`of ${made.commands} commands, chance lets ${made.mostTold} at most not begin`);
  const judgesAll = order.minutes >= LONG_ENOUGH;
  made.memory.forEach(({ heap, rss, samples }, at) =>
    say(
      `app ${at + 1}: heap ${told(heap, true)}; resident ${told(rss, judgesAll)}${judgesAll ? '' : ', not judged'}; ${samples} looks`,
    ),
  );
  const grew = made.memory.filter(({ heap, rss }) => !heap.isFlat || (judgesAll && !rss.isFlat)).length;
  say(
    `${made.anomalies.length} anomalies, ${made.problems.length} problems, ${grew} of ${made.memory.length} apps grew`,
  );
  return made.anomalies.length + made.problems.length + grew === 0 && made.commands > 0 ? 0 : 1;
}

function figures({ commands, done, told, webhooks, calls, faults, seconds }: SoakCounts): string {
  return (
    `${commands} commands in ${seconds.toFixed(0)} s: ${done} jobs with a result, ${told} could not begin, told; ${webhooks} webhooks; ` +
    `${calls} calls, of which ${faults} failed`
  );
}

function told({ held, growth, isFlat }: Trend, isJudged: boolean): string {
  const mega = (bytes: number) => (bytes / 1e6).toFixed(1);
  return `${mega(held)} MB, ${growth < 0 ? '' : '+'}${mega(growth)} MB since it was warm${isFlat || !isJudged ? '' : ': GROWS'}`;
}

/** Says once a minute how far it is. */
function everyMinute(): (counts: SoakCounts) => void {
  let told = 0;
  return (counts) => {
    if (counts.seconds < told + 60) return;
    told = counts.seconds;
    say(figures(counts));
  };
}

async function ablate(order: SoakOptions): Promise<number> {
  let fired = 0;
  for (const [hole, isSeen] of Object.entries(shows)) {
    const harder = hole === 'impatience' ? TROUBLE : { minutes: Math.min(order.minutes, 1) };
    const made = await soak({ ...order, ...harder, holes: [hole as AppHole] });
    const isFired = isSeen(made);
    fired += isFired ? 1 : 0;
    say(
      `${isFired ? 'fired' : 'SILENT'}  ${hole}: ${made.anomalies.length} anomalies; heap ${made.memory.map(({ heap }) => told(heap, true)).join(', ')}`,
    );
  }
  say(`${fired} of ${Object.keys(shows).length} ablations fired, ${order.engine}`);
  return fired === Object.keys(shows).length ? 0 : 1;
}
