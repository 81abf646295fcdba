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
  /** All of what leaves. */
  readonly inWritten: (text: string) => readonly string[];
  /** The same of Markdown: some disguises show in its marks alone, and some when it is read without them. */
  readonly inPosted: (text: string, rendered: string) => readonly string[];
};

/**
 * A long text that leaves is turned every way as it came. As it is written, that is done again only where its lines
 * changed; as it is read, only where its words did: the rest differs in Markdown's marks alone. Decoded it is all the
 * same as it is read: what words hold together comes together without marks.
 */
export function makeDisguiseSearch(known: Known, options: SearchOptions): DisguiseSearch {
  const search = (more: SearchOptions) =>
    remembered((text) => findDisguised(text, known, { ...options, ...more, isLookedAt: true }));
  const all = search({});
  const decoded = search({ effort: 'stream' });
  const parts = search({ isPart: true });
  const sources: string[] = [];
  /** A text itself, or, of a long one, the parts that are new. */
  const toSearch = (text: string, changed: typeof changedLines): { whole: string[]; part: string } => {
    if (text.length <= LONG || sources.length === 0) return { whole: [text], part: '' };
    const part = changed(sources.join(JOINT), text);
    return part.length * 2 > text.length ? { whole: [text], part: '' } : { whole: [], part };
  };
  return {
    inSource(text) {
      sources.push(text);
      return all(text);
    },
    inWritten: all,
    inPosted(text, rendered) {
      // Each of its lines was read where it came from, and nothing is encoded over more than one.
      const lines = toSearch(text, changedLines);
      const words = toSearch(rendered, changedParts);
      // Together: to turn a text every way costs something however short it is.
      const part = [lines.part, words.part].filter((one) => one !== '').join(JOINT);
      const found = [
        ...[...lines.whole, ...words.whole].flatMap(all),
        ...(part === '' ? [] : parts(part)),
        ...(words.whole.length > 0 ? [] : decoded(rendered)),
      ];
      return [...new Set(found)];
    },
  };
}
