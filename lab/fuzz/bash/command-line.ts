import { fuzzBash } from './fuzz-bash.ts';
import { JOBS, numberOptions, SEED } from '../../number-options.ts';

const HELP = `npm run fuzz -- bash [--seed N] [--count N] [--jobs N]

  --seed N    the same seed gives the same lines; default: 1
  --count N   how many; default: 10000
  --jobs N    cages side by side, 1 to 16; default: 2

Command lines that bash runs in a cage where every program is a stub that writes down how it was called.
Each of these calls has to be among those that the judge of Bash lists for the line. Exit 1 on a miss.
`;

/** Runs the differential fuzz of the judge of Bash. Returns the exit code. */
export async function bashCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    count: { default: 10_000, least: 1, most: 10_000_000 },
    jobs: JOBS,
  });
  if (asked === null) return 2;
  let told = 0;
  const { lines, clear, started, misses } = await fuzzBash({
    ...asked,
    onBatch(found) {
      if (found.lines - told < 10_000) return;
      told = found.lines;
      say(`${told} of ${asked.count} lines`);
    },
  });
  for (const miss of misses.slice(0, 50)) say(`miss ${miss.index}: ${JSON.stringify(miss)}`);
  say(`${clear} lines were read as clear and started ${started} programs`);
  say(`${lines} lines, seed ${asked.seed}, ${misses.length} misses`);
  return misses.length > 0 ? 1 : 0;
}
