import markdownIt from 'markdown-it';
import { LONGEST_GIVEN } from '../fleet/words.ts';

/** With which somebody of a dialogue says that nothing is left to say. */
export const RESOLVED = '[RESOLVED]';

// What the last block is, no emphasis or link within it changes.
const parser = markdownIt().disable('inline');

/**
 * Whether a text ends with that word on a line of its own, as a reader of Markdown sees it: within a quote, a list or
 * code it is somebody else's. What is longer than the other one is given says nothing.
 */
export function saysResolved(text: string): boolean {
  if (text.length > LONGEST_GIVEN) return false;
  const lines = text.split('\n');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  // Looked at before anything is parsed: most texts end otherwise.
  if (lines[last]?.trim() !== RESOLVED) return false;
  const block = parser.parse(text, {}).findLast(({ level, nesting }) => level === 0 && nesting >= 0);
  return block?.type === 'paragraph_open' && block.map?.[1] === last + 1;
}
