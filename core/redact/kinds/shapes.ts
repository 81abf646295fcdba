import { finderOf } from './find.ts';
import { kinds } from './table.ts';

/** Secrets of every kind the gate knows, in any text. */
export const findShapes = finderOf(kinds);
