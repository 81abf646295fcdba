import { changedParts, JOINT } from './changed-parts.ts';
import type { Known } from './known/known.ts';
import { LONG } from './known/look.ts';
import { remembered } from './remembered.ts';
import { findDisguised, type SearchOptions } from './scan.ts';

/** The searches for disguises of one call of the gate: what was searched is not searched again. */
export type DisguiseSearch = {
  /** All of a text as it came. */
  readonly inSource: (text: string) => readonly string[];
  /** All of what leaves: some disguises show in the marks of its Markdown alone. */
  readonly inWritten: (text: string) => readonly string[];
  /** What leaves, as it is read when its Markdown is shown. */
  readonly inRendered: (text: string) => readonly string[];
};

/**
 * A long text as it is read is turned every way only where its words changed; decoded it is all the same. The rest
 * differs in Markdown's marks alone from what was turned every way before, as it came and as it was written.
 */
export function makeDisguiseSearch(known: Known, options: SearchOptions): DisguiseSearch {
  const all = remembered((text) => findDisguised(text, known, options));
  const decoded = remembered((text) => findDisguised(text, known, { ...options, effort: 'stream' }));
  const parts = remembered((text) => findDisguised(text, known, { ...options, isPart: true }));
  const sources: string[] = [];
  return {
    inSource(text) {
      sources.push(text);
      return all(text);
    },
    inWritten: all,
    inRendered(text) {
      if (text.length <= LONG || sources.length === 0) return all(text);
      const changed = changedParts(sources.join(JOINT), text);
      if (changed.length * 2 > text.length) return all(text);
      return changed === '' ? decoded(text) : [...new Set([...decoded(text), ...parts(changed)])];
    },
  };
}
