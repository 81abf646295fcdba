import { parseArgs } from 'node:util';
import { knownOf, missedBy } from './compare.ts';
import { lineAt } from './grammar.ts';
import { traceLines } from './trace.ts';

const PER_CAGE = 1000;
const SHOWN = 10;

/** What a campaign found out about lines `0` to `count`. */
export type BashCampaign = {
  clear: number;
  started: number;
  misses: { place: number; line: string; argv: readonly string[] }[];
};

/** Runs the lines of a seed in cages and holds what was started against what the judge knew. */
export async function fuzzBash(
  { seed, count, jobs, from = 0 }: { seed: number; count: number; jobs: number; from?: number },
  know = knownOf,
): Promise<BashCampaign> {
  const found: BashCampaign = { clear: 0, started: 0, misses: [] };
  let next = from;
  const work = async () => {
    while (next < from + count) {
      const first = next;
      next = Math.min(first + PER_CAGE, from + count);
      const lines = Array.from({ length: next - first }, (_, at) => lineAt(seed, first + at));
      const traced = await traceLines(lines);
      for (const [at, line] of lines.entries()) {
        const known = know(line);
        const started = traced[at] ?? [];
        found.clear += known.clear ? 1 : 0;
        found.started += started.length;
        const argv = missedBy(known, started);
        if (argv !== null) found.misses.push({ place: first + at, line, argv });
      }
    }
  };
  await Promise.all(Array.from({ length: jobs }, work));
  return found;
}

/** `npm run fuzz -- bash`: its exit code. */
export async function runBashFuzz(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      seed: { type: 'string', default: '1' },
      lines: { type: 'string', default: '100000' },
      replay: { type: 'string' },
      jobs: { type: 'string', default: '2' },
    },
  });
  const [seed, lines, jobs] = [values.seed, values.lines, values.jobs].map(Number);
  if (![seed, lines, jobs].every((one) => Number.isSafeInteger(one) && (one ?? -1) >= 0))
    throw new Error('--seed, --lines and --jobs are whole numbers.');
  const began = performance.now();
  const from = values.replay === undefined ? 0 : Number(values.replay);
  const count = values.replay === undefined ? (lines ?? 0) : 1;
  const found = await fuzzBash({ seed: seed ?? 1, count, jobs: jobs ?? 2, from });
  for (const { place, line, argv } of found.misses.slice(0, SHOWN))
    process.stdout.write(
      `MISS ${JSON.stringify(argv)} was started and not judged\n    ${JSON.stringify(line)}\n    again: npm run fuzz -- bash --seed ${seed} --replay ${place}\n`,
    );
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  process.stdout.write(
    `${found.started} programs started; ${found.clear} of ${count} lines could be told before they ran\n` +
      `${count} lines, seed ${seed}, ${found.misses.length} misses, ${seconds} s\n`,
  );
  return found.misses.length === 0 ? 0 : 1;
}
