import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { numberOptions, SEED } from '../../number-options.ts';
import { unboundedIn } from './bounds.ts';
import { doublingOf, inputAt, MOST_DOUBLING, shownBy } from './contract.ts';
import { heapGrowth, MOST_GROWTH } from './heap-growth.ts';
import { cleanText, hostilePieces, MOST_TIMES, repeated, timesAsLong } from './hostile.ts';

const HELP = `npm run fuzz -- rules [--seed N] [--inputs N] [--calls N] [--length N] [--hostile N]

  --seed N    the same seed gives the same inputs; default: 1
  --inputs N  made of parts of secrets, cut and glued, and noise; each kind in turn; default: 1000000
  --length N  of the hostile texts whose doubling is timed; default: 30000, 0 for none
  --hostile N of the hostile texts whose rate is compared with that of clean text; default: 1000000, 0 for none
  --calls N   after which the heap is measured, for each kind; default: 100000, 0 for none

The contract of the rules that find secrets by shape. Exit 1 when one breaks it.
`;

const LONGEST_LIST = 20;
const MORE_ROUNDS = 5;

/** How many are too slow, and how many times as long the slowest takes. */
type Slow = { readonly count: number; readonly most: string };

/** Holds every kind of secret to its contract. Returns the exit code. */
export async function rulesCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    inputs: { default: 1_000_000, least: 1, most: 100_000_000 },
    calls: { default: 100_000, least: 0, most: 10_000_000 },
    length: { default: 30_000, least: 0, most: 10_000_000 },
    hostile: { default: 1_000_000, least: 0, most: 10_000_000 },
  });
  if (asked === null) return 2;
  const unbounded = sayUnbounded(say);
  const { faults, twice } = sayInputs(asked.seed, asked.inputs, say);
  const slow = asked.length === 0 ? { count: 0, most: 'not measured' } : sayDoubling(asked.length, say);
  const dear = asked.hostile === 0 ? { count: 0, most: 'not measured' } : sayRates(asked.hostile, say);
  const grown = asked.calls === 0 ? 0 : await sayGrowth(asked.calls, say);
  say(
    `${kinds.length} kinds: ${unbounded} unbounded; ${asked.inputs} inputs of seed ${asked.seed}: ${faults} faults, ` +
      `${twice} with glued secrets masked more the second time; ${slow.count} not linear (twice the text: at most ${slow.most}); ` +
      `${dear.count} hostile texts below a quarter of the normal rate (at most ${dear.most} times as long); ` +
      `${grown} grow the heap in ${asked.calls} calls`,
  );
  return unbounded + faults + slow.count + dear.count + grown === 0 ? 0 : 1;
}

function sayUnbounded(say: (line: string) => void): number {
  const found = kinds.map(({ name, expression }) => ({ name, faults: unboundedIn(name, expression) }));
  const unbounded = found.filter(({ faults }) => faults.length > 0);
  for (const { name, faults } of unbounded) say(`${name}: ${faults.join('; ')}`);
  return unbounded.length;
}

function sayInputs(
  seed: number,
  count: number,
  say: (line: string) => void,
): { readonly faults: number; readonly twice: number } {
  let faults = 0;
  let twice = 0;
  for (let place = 0; place < count; place++) {
    const text = inputAt(seed, place);
    const { fault, isTwice } = shownBy(text);
    if (isTwice) twice += 1;
    if (fault !== null && ++faults <= LONGEST_LIST) say(`input ${place}: ${fault}: ${JSON.stringify(text)}`);
    if (place % 100_000 === 99_999) say(`${place + 1} inputs`);
  }
  return { faults, twice };
}

function sayDoubling(length: number, say: (line: string) => void): Slow {
  let found = kinds.map((kind) => ({ kind, ...doublingOf(kind, length) }));
  // What else the machine did while a kind was measured is over a minute later.
  for (let round = 0; round < MORE_ROUNDS; round++)
    found = found.map((one) =>
      one.ratio > MOST_DOUBLING ? { kind: one.kind, ...doublingOf(one.kind, length) } : one,
    );
  found.sort((left, right) => right.ratio - left.ratio);
  const slow = found.filter(({ ratio }) => ratio > MOST_DOUBLING);
  for (const { kind, ratio, piece } of slow.length > 0 ? slow : found.slice(0, 3))
    say(`  ${ratio.toFixed(2)} times: ${kind.name}, ${JSON.stringify(piece.slice(0, 60))}`);
  const most = found[0]?.ratio.toFixed(2) ?? '';
  say(`${kinds.length} kinds: twice the text takes at most ${most} times as long`);
  return { count: slow.length, most };
}

function sayRates(length: number, say: (line: string) => void): Slow {
  const clean = cleanText(length);
  const measure = (piece: string) => timesAsLong(findShapes, repeated(piece, length), clean);
  let found = kinds.flatMap((kind) =>
    hostilePieces(kind).map((piece) => ({ kind, piece, times: measure(piece) })),
  );
  for (let round = 0; round < MORE_ROUNDS; round++)
    found = found.map((one) => (one.times > MOST_TIMES ? { ...one, times: measure(one.piece) } : one));
  found.sort((left, right) => right.times - left.times);
  const dear = found.filter(({ times }) => times > MOST_TIMES);
  for (const { kind, piece, times } of dear.length > 0 ? dear : found.slice(0, 3))
    say(`  ${times.toFixed(2)} times: ${kind.name}, ${JSON.stringify(piece.slice(0, 60))}`);
  const most = found[0]?.times.toFixed(2) ?? '';
  say(`${found.length} hostile texts of ${length} characters: at most ${most} times as long as clean text`);
  return { count: dear.length, most };
}

async function sayGrowth(calls: number, say: (line: string) => void): Promise<number> {
  const { all, most } = await heapGrowth(calls, true);
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
  say(
    `${calls} calls: the heap grew by ${kilobytes(all)} KiB; of one kind by at most ${kilobytes(most.bytes)} KiB (${most.kind})`,
  );
  return [all, most.bytes].filter((bytes) => bytes > MOST_GROWTH).length;
}
