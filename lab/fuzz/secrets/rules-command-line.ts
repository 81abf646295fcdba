import { kinds } from '../../../core/redact/kinds/table.ts';
import { numberOptions, SEED } from '../../number-options.ts';
import { doublingOf, inputAt, MOST_DOUBLING, shownBy } from './contract.ts';
import { heapGrowth, MOST_GROWTH } from './heap-growth.ts';

const HELP = `npm run fuzz -- rules [--seed N] [--inputs N] [--calls N] [--length N]

  --seed N    the same seed gives the same inputs; default: 1
  --inputs N  made of parts of secrets, cut and glued, and noise; each kind in turn; default: 1000000
  --length N  of the hostile texts whose doubling is timed; default: 30000, 0 for none
  --calls N   after which the heap is measured, for each kind; default: 100000, 0 for none

The contract of the rules that find secrets by shape. Exit 1 when one breaks it.
`;

const LONGEST_LIST = 20;

/** Holds every kind of secret to its contract. Returns the exit code. */
export async function rulesCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    inputs: { default: 1_000_000, least: 1, most: 100_000_000 },
    calls: { default: 100_000, least: 0, most: 10_000_000 },
    length: { default: 30_000, least: 0, most: 10_000_000 },
  });
  if (asked === null) return 2;
  const faults = sayInputs(asked.seed, asked.inputs, say);
  const slow = asked.length === 0 ? 0 : sayDoubling(asked.length, say);
  const grown = asked.calls === 0 ? 0 : await sayGrowth(asked.calls, say);
  say(
    `seed ${asked.seed}, ${kinds.length} kinds: ${faults} faults, ${slow} not linear, ${grown} that grow the heap`,
  );
  return faults + slow + grown === 0 ? 0 : 1;
}

function sayInputs(seed: number, count: number, say: (line: string) => void): number {
  let faults = 0;
  let twice = 0;
  for (let place = 0; place < count; place++) {
    const text = inputAt(seed, place);
    const { fault, isTwice } = shownBy(text);
    if (isTwice) twice += 1;
    if (fault !== null && ++faults <= LONGEST_LIST) say(`input ${place}: ${fault}: ${JSON.stringify(text)}`);
    if (place % 100_000 === 99_999) say(`${place + 1} inputs`);
  }
  say(`${count} inputs: ${faults} faults; ${twice} hold secrets glued together that a second pass finds`);
  return faults;
}

function sayDoubling(length: number, say: (line: string) => void): number {
  const found = kinds
    .map((kind) => ({ name: kind.name, ...doublingOf(kind, length) }))
    .toSorted((left, right) => right.ratio - left.ratio);
  const slow = found.filter(({ ratio }) => ratio > MOST_DOUBLING);
  for (const { name, ratio, piece } of slow.length > 0 ? slow : found.slice(0, 3))
    say(`  ${ratio.toFixed(2)} times: ${name}, ${JSON.stringify(piece.slice(0, 60))}`);
  say(`${kinds.length} kinds: twice the text takes at most ${found[0]?.ratio.toFixed(2)} times as long`);
  return slow.length;
}

async function sayGrowth(calls: number, say: (line: string) => void): Promise<number> {
  const { all, most } = await heapGrowth(calls, true);
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
  say(
    `${calls} calls: the heap grew by ${kilobytes(all)} KiB; of one kind by at most ${kilobytes(most.bytes)} KiB (${most.kind})`,
  );
  return [all, most.bytes].filter((bytes) => bytes > MOST_GROWTH).length;
}
