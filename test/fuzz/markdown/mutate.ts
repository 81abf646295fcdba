import type { Random } from '../../../lab/fuzz/random.ts';
import { hostile, marks } from './leaves.ts';

const MOST_CHANGES = 6;

/** A document with some places changed: deleted, doubled, swapped, moved, or with a mark or word put in. */
export function mutated(text: string, random: Random): string {
  let result = text;
  for (let change = random.below(MOST_CHANGES + 1); change > 0; change--) result = changed(result, random);
  return result;
}

function changed(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const end = Math.min(text.length, at + 1 + random.below(random.chance(80) ? 4 : 40));
  const [before, part, after] = [text.slice(0, at), text.slice(at, end), text.slice(end)];
  switch (random.below(7)) {
    case 0:
      return before + after;
    case 1:
      return before + part + part + after;
    case 2:
      return before + random.pick(marks) + part + after;
    case 3:
      return before + random.pick(marks) + after;
    case 4:
      return before + random.pick(hostile) + part + after;
    case 5: {
      const to = random.below(before.length + 1);
      return before.slice(0, to) + part + before.slice(to) + after;
    }
    default:
      return before + part.repeat(2 + random.below(6)) + after;
  }
}
