import { changedLines } from './changed-lines.ts';
import { changedParts, JOINT } from './changed-parts.ts';
import type { Known } from './known/known.ts';
import { LONG } from './known/look.ts';
import { remembered } from './remembered.ts';
import { findDisguised, type SearchOptions } from './scan.ts';

/** The searches for disguises of one call of the gate, which looks for what shows plainly itself: nothing is searched twice. */
export type DisguiseSearch = {
  /** All of a text as it came. */
  readonly inSource: (text: string) => readonly string[];
  /** All of what leaves: some disguises show in the marks of its Markdown alone. */
  readonly inWritten: (text: string) => readonly string[];
  /** What leaves, as it is read when its Markdown is shown. */
  readonly inRendered: (text: string) => readonly string[];
};

/**
 * A long text that leaves is turned every way as it came. As it is written, that is done again only where its lines
 * changed; as it is read, only where its words did: the rest differs in Markdown's marks alone. Decoded it is all the
 * same wherever something changed. What changed is short, and by that looked at more closely than all of the text was.
 */
export function makeDisguiseSearch(known: Known, options: SearchOptions): DisguiseSearch {
  const search = (more: SearchOptions) =>
    remembered((text) => findDisguised(text, known, { ...options, ...more, isLookedAt: true }));
  const all = search({});
  const decoded = search({ effort: 'stream' });
  const parts = search({ isPart: true });
  const sources: string[] = [];
  const isWorth = (text: string) => text.length > LONG && sources.length > 0;
  const where = (changed: string, text: string) =>
    changed.length * 2 > text.length ? all(text) : [...new Set([...decoded(text), ...parts(changed)])];
  return {
    inSource(text) {
      sources.push(text);
      return all(text);
    },
    inWritten(text) {
      if (!isWorth(text)) return all(text);
      const changed = changedLines(sources.join(JOINT), text);
      // Each of its lines was read where it came from.
      return changed === '' ? [] : where(changed, text);
    },
    inRendered(text) {
      if (!isWorth(text)) return all(text);
      const changed = changedParts(sources.join(JOINT), text);
      return changed === '' ? decoded(text) : where(changed, text);
    },
  };
}
