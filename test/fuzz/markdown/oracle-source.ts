import type { Danger } from './danger.ts';
import { hasHidden } from './oracle-words.ts';

/** GitHub refuses a longer comment. */
const LONGEST = 65_536;
/** A line that a bot which reads the source obeys, in code as well; a path such as /usr/bin is none. */
const commandLine =
  /^[^\S\n]*(?:\/[a-z][\w-]*(?![\w/-]|\.\w)|bors:?\s+(?:r|d|p|merge|try|retry|delegate|cancel)\b|recheck\s*$)/im;

/** What is dangerous in the source itself: bots match commands and markers in it, never the page. */
export function dangersInSource(markdown: string): Danger[] {
  const found: Danger[] = [];
  const lines = markdown.replace(/\r\n?/g, '\n');
  if (commandLine.test(lines)) found.push('command');
  if (lines.includes('<!--')) found.push('comment');
  if (hasHidden(lines) || lines !== markdown) found.push('hidden');
  if (markdown.length > LONGEST) found.push('bomb');
  return found;
}
