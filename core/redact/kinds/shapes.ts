import { finderOf } from './find.ts';
import { kinds } from './table.ts';

/** Secrets of every kind the gate knows, in any text. */
export const findShapes = finderOf(kinds);

/**
 * Those that need no telling name beside them: a text that was undone may hold any name beside anything, and what is
 * found there withholds all of it.
 */
export const findPreciseShapes = finderOf(kinds.filter(({ confidence }) => confidence === 'precise'));
