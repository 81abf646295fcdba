import { findGeneric } from '../../../core/redact/generic.ts';
import { finderOf, type Shape } from '../../../core/redact/kinds/find.ts';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import type { Kind } from '../../../core/redact/kinds/kind.ts';
import { randomOf, type Random } from '../random.ts';
import { exampleOf } from './example.ts';
import { hostilePieces, repeated } from './hostile.ts';
import { maskShapes, places } from './recall.ts';

const LONGEST_NOISE = 60;
const GLUE = ['', '', ' ', '\n', '"', '\\n', '=', ': ', '_', '-', '/', '.', '[redacted: x]', '%3D', '\uD800'];

/** The input of one place in a seed: parts of secrets of one kind, the next at each place, cut, glued, with noise between. */
export function inputAt(seed: number, place: number): string {
  const random = randomOf(seed, place);
  const kind = kinds[place % kinds.length] as Kind;
  const parts = Array.from({ length: 1 + random.below(6) }, () => part(kind, random) + random.pick(GLUE));
  return random.pick(Object.values(places))(parts.join(''));
}

function part(kind: Kind, random: Random): string {
  switch (random.below(4)) {
    case 0:
      return random.pick(kind.anchors);
    case 1: {
      const { text } = exampleOf(random.pick(kind.examples), random);
      return text.slice(random.below(4), text.length - random.below(6));
    }
    case 2:
      return exampleOf(random.pick(kind.examples), random).text;
    default:
      return noise(random);
  }
}

function noise(random: Random): string {
  const highest = random.pick([0x80, 0x100, 0x10000]);
  return String.fromCharCode(
    ...Array.from({ length: random.below(LONGEST_NOISE) }, () => random.below(highest)),
  );
}

/**
 * What an input shows of the rules: what is wrong with them, and whether a second pass finds more, as where one secret
 * is glued to another without a sign between.
 */
export type Shown = { readonly fault: string | null; readonly isTwice: boolean };

/** Each may uncover the next of the secrets that are glued together, of which an input has at most six. */
const MOST_PASSES = 8;

/** Holds the rules to their contract with one input. */
export function shownBy(text: string): Shown {
  try {
    const faulty = [...findShapes(text), ...findGeneric(text)].find((one) => !isWithin(one, text));
    if (faulty !== undefined)
      return { fault: `${faulty.kind} from ${faulty.start} to ${faulty.end}`, isTwice: false };
    let [before, after, passes] = [text, maskShapes(text), 1];
    for (; before !== after && passes <= MOST_PASSES; passes++) [before, after] = [after, maskShapes(after)];
    // The last of them changes nothing.
    return { fault: before === after ? null : 'masking it does not come to an end', isTwice: passes > 2 };
  } catch (error) {
    return { fault: `it throws ${String(error)}`, isTwice: false };
  }
}

function isWithin({ start, end }: Pick<Shape, 'start' | 'end'>, text: string): boolean {
  return Number.isInteger(start) && start >= 0 && start < end && end <= text.length;
}

/** Twice the text may take this many times as long. */
export const MOST_DOUBLING = 2.2;
const FEWEST_ATTEMPTS = 3;
const MOST_ATTEMPTS = 100;

/** How many times as long the search for one kind takes when its hostile texts are twice as long: the worst of them. */
export function doublingOf(kind: Kind, length: number): { ratio: number; piece: string } {
  const find = finderOf([kind]);
  return hostilePieces(kind)
    .map((piece) => ({ ratio: doubling(find, piece, length), piece }))
    .reduce((worst, one) => (one.ratio > worst.ratio ? one : worst));
}

/**
 * The same of one text, whatever searches it. Others use the machine, which makes either time longer and never
 * shorter: while the ratio looks like too much, both are taken again, and the best of each is what counts.
 */
export function doubling(find: (text: string) => unknown, piece: string, length: number): number {
  const [short, long] = [repeated(piece, length), repeated(piece, 2 * length)];
  // Expressions are interpreted first, and compiled when they are used again.
  for (let turn = 0; turn < 3; turn++) find(long);
  let [once, twice] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    once = Math.min(
      once,
      took(() => find(short)),
    );
    twice = Math.min(
      twice,
      took(() => find(long)),
    );
    if (attempt + 1 >= FEWEST_ATTEMPTS && twice / once <= MOST_DOUBLING) break;
  }
  return twice / once;
}

/** Milliseconds on the clock: what the system says of our own time may be less than it was. */
function took(work: () => unknown): number {
  const before = performance.now();
  work();
  return performance.now() - before;
}
