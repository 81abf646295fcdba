import { join } from 'node:path';
import { packageRoot } from '../../package-root.ts';
import { searchClean, type Clean } from './clean.ts';
import { encodings } from './encodings.ts';
import { inLong, pairs, singles, type Recall } from './recall.ts';
import { numberOptions, SEED } from '../../number-options.ts';

const HELP = `npm run fuzz -- gate [--seed N] [--step N] [--clean MB]

  --seed N    the same seed gives the same secrets; default: 1
  --step N    every Nth of the ordered pairs of encodings only; default: 1, all of them
  --clean MB  how much clean text is searched; default: 50

Known secrets in 20 encodings at 5 places, in a long text in every encoding that is found in a short one, and in
all ordered pairs of ${Object.keys(encodings).length} encodings: what the gate's search misses. And what it finds in text that holds
none. Exit 1 when one encoding is missed, fewer than 85 % of the pairs are found, or anything is found in clean text.
`;

const AIM = 0.85;

/** Measures the recall and the false hits of the search for known values. Returns the exit code. */
export function gateCommandLine(args: string[], say: (line: string) => void): number {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    step: { default: 1, least: 1, most: 10_000 },
    clean: { default: 50, least: 0, most: 10_000 },
  });
  if (asked === null) return 2;
  const progress = everyTenSeconds(say);
  const short = singles(asked.seed);
  const long = inLong(asked.seed);
  const one = { cases: short.cases + long.cases, missed: [...short.missed, ...long.missed] };
  for (const miss of one.missed.slice(0, 100)) say(`missed  ${miss}`);
  say(`${one.cases} cases of one encoding: ${one.missed.length} missed`);
  const two = pairs(asked.seed, asked.step, (done) => progress(`${done} pairs`));
  for (const miss of two.missed) say(`missed  ${miss}`);
  const part = 1 - two.missed.length / two.cases;
  say(`${two.cases} cases of two encodings: ${foundOf(two)} found`);
  const folder = join(packageRoot, 'node_modules');
  const clean = searchClean(folder, asked.clean * 1e6, asked.seed, (done) =>
    progress(`${(done / 1e6).toFixed(1)} MB`),
  );
  for (const hit of clean.found) say(`false hit  ${hit}`);
  const isShort = clean.bytes < asked.clean * 1e6;
  if (isShort) say(`there is too little clean text here: ${asked.clean} MB were asked for`);
  say(summary(one, two, clean, asked.seed));
  return one.missed.length > 0 || part < AIM || clean.found.length > 0 || isShort ? 1 : 0;
}

function summary(one: Recall, two: Recall, clean: Clean, seed: number): string {
  return (
    `seed ${seed}: ${one.missed.length} of ${one.cases} in one encoding missed; ${foundOf(two)} of ${two.cases} in two found; ` +
    `${clean.found.length} false hits in ${(clean.bytes / 1e6).toFixed(1)} MB of clean text`
  );
}

function foundOf({ cases, missed }: Recall): string {
  return `${(100 * (1 - missed.length / cases)).toFixed(1)} %`;
}

function everyTenSeconds(say: (line: string) => void): (line: string) => void {
  let last = performance.now();
  return (line) => {
    if (performance.now() - last < 10_000) return;
    last = performance.now();
    say(line);
  };
}
