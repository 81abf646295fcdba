import { kinds } from '../../../core/redact/kinds/table.ts';
import { numberOptions, SEED } from '../../number-options.ts';
import { unboundedIn } from './bounds.ts';
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
const MORE_ROUNDS = 5;

/** How many kinds are not linear, and how many times as long the slowest takes for twice the text. */
type Slow = { readonly count: number; readonly most: string };

/** Holds every kind of secret to its contract. Returns the exit code. */
export async function rulesCommandLine(args: string[], say: (line: string) => void): Promise<number> {
  const asked = numberOptions(args, HELP, {
    seed: SEED,
    inputs: { default: 1_000_000, least: 1, most: 100_000_000 },
    calls: { default: 100_000, least: 0, most: 10_000_000 },
    length: { default: 30_000, least: 0, most: 10_000_000 },
  });
  if (asked === null) return 2;
  const unbounded = sayUnbounded(say);
  const { faults, twice } = sayInputs(asked.seed, asked.inputs, say);
  const slow = asked.length === 0 ? { count: 0, most: 'not measured' } : sayDoubling(asked.length, say);
  const grown = asked.calls === 0 ? 0 : await sayGrowth(asked.calls, say);
  say(
    `${kinds.length} kinds: ${unbounded} unbounded; ${asked.inputs} inputs of seed ${asked.seed}: ${faults} faults, ` +
      `${twice} with glued secrets masked more the second time; ${slow.count} not linear (twice the text: at most ${slow.most}); ` +
      `${grown} grow the heap in ${asked.calls} calls`,
  );
  return unbounded + faults + slow.count + grown === 0 ? 0 : 1;
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

async function sayGrowth(calls: number, say: (line: string) => void): Promise<number> {
  const { all, most } = await heapGrowth(calls, true);
  const kilobytes = (bytes: number) => (bytes / 1024).toFixed(0);
  say(
    `${calls} calls: the heap grew by ${kilobytes(all)} KiB; of one kind by at most ${kilobytes(most.bytes)} KiB (${most.kind})`,
  );
  return [all, most.bytes].filter((bytes) => bytes > MOST_GROWTH).length;
}
