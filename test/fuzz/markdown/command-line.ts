import { Worker } from 'node:worker_threads';
import { JOBS, numberOptions, SEED } from '../../../lab/number-options.ts';
import type { Report, Share } from './worker.ts';

const HELP = `npm run fuzz:markdown -- [--seed N] [--count N] [--jobs N]

  --seed N    the same seed gives the same documents; default: 1
  --count N   how many; default: 10000
  --jobs N    threads, 1 to 16; default: 2

Markdown documents, generated and mutated, go through the gate for comments. What comes out is rendered by
micromark and by cmark-gfm and must hold nothing that acts, leads away or hides; a second pass must change
nothing. Exit 1 when a document gets something through; it is printed as short as it can be.
`;

/** Fuzzes the gate's Markdown. Returns the exit code. */
export async function markdownCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    count: { default: 10_000, least: 1, most: 10_000_000 },
    jobs: JOBS,
  });
  if (asked === null) return 2;
  const { seed, count, jobs } = asked;
  const began = performance.now();
  const total = { cases: 0, held: 0, hits: 0 };
  let told = 0;
  const take = (report: Report) => {
    total.cases += report.cases;
    total.held += report.held;
    total.hits += report.hits.length;
    for (const { index, problem, text } of report.hits)
      say(`hit ${index}: ${problem}: ${JSON.stringify(text)}`);
    if (total.cases - told < 10_000) return;
    told = total.cases;
    say(`${told} of ${count} documents, ${total.hits} hits`);
  };
  await Promise.all(
    Array.from({ length: jobs }, (_, first) => inThread({ seed, first, step: jobs, count }, take)),
  );
  const rate = total.cases / ((performance.now() - began) / 1000);
  say(
    `${total.held} were withheld for the shape of a secret; ${rate.toFixed(0)} documents a second in ${jobs} threads`,
  );
  say(`${total.cases} documents, seed ${seed}, ${total.hits} hits`);
  return total.hits > 0 || total.cases < count ? 1 : 0;
}

function inThread(share: Share, take: (report: Report) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), { workerData: share });
    thread.on('message', take);
    thread.on('error', reject);
    thread.on('exit', () => resolve());
  });
}
