import type { Danger, Harmless } from './danger.ts';
import type { Seen } from './page.ts';

const KEYWORD = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b/.source;
/** Marks of tags that may stand between a keyword and its reference. */
const GAP = '[\\s:␁]*';
const ISSUE = '(?:[\\w.-]+/[\\w.-]+)?#\\d|GH-\\d';
const ISSUE_ADDRESS = 'https?://[^\\s␂␃]*/(?:issues|pull|discussions)/\\d';

const address =
  /[a-z][a-z0-9+.-]*:\/\/[^\s␀␁]|\bwww\.\w|\b(?:mailto|xmpp|javascript|vbscript|data):\S|[\w.+-]@[\w-]+\.\w/i;
const closing = new RegExp(`${KEYWORD}${GAP}(?:${ISSUE}|␂?${ISSUE_ADDRESS})`, 'i');
const mention = /(?<![A-Za-z0-9_])@([A-Za-z0-9][A-Za-z0-9-]*)/g;
const team = /(?<![A-Za-z0-9_])@([A-Za-z0-9][A-Za-z0-9-]*)\/[A-Za-z0-9._-]/g;
const reference = /#\d|\bGH-\d|(?<!\w)(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}(?!\w)/i;
const slash = /^[\s␁•]*\/[a-z][\w-]*(?![\w/-])/im;
/** Commands with a dot or a bang, and bots that are called by name. */
const called =
  /^[\s␁•]*(?:[.!][a-z][\w-]*(?![\w/-])|bors:?\s+(?:r|d|p|merge|try|retry|delegate|cancel)\b|recheck\s*$)/im;
/** GitHub does not honour `\$`: any two in a block, or one beside code, may become mathematics. */
const mathematics = /\$[^\n]*\$|\$[␀]/;
const box = /•\s*\[[ xX]\][^\S\n]+\S/;

/** What is dangerous in the words outside code, by what GitHub documents and bots are known to obey. */
export function dangersInWords({ words, text }: Seen, harmless: Harmless): Danger[] {
  const found: Danger[] = [];
  const read = words.replace(/␂[^␃]*␃/g, '␁');
  // A tag in the middle parts a word for some readers and not for others.
  for (const variant of [read, read.replaceAll('␁', '')]) {
    if (address.test(variant)) found.push('address');
    if (reference.test(variant)) found.push('reference');
    if (slash.test(variant)) found.push('command');
    if (mathematics.test(variant)) found.push('diagram');
    for (const [kind, names] of [
      ['mention', mention],
      ['team', team],
    ] as const) {
      for (const [, login = ''] of variant.matchAll(names)) {
        if (!isHarmless(login.toLowerCase(), kind === 'team', variant === read, harmless)) found.push(kind);
      }
    }
  }
  if (called.test(read)) found.push('command');
  if (closing.test(words)) found.push('keyword');
  if (box.test(words)) found.push('checkbox');
  if (hasHidden(text)) found.push('hidden');
  return found;
}

/** GitHub reads a name up to the next tag: with the tags gone it may look longer than it is. */
function isHarmless(login: string, team: boolean, whole: boolean, { logins }: Harmless): boolean {
  return logins.some((allowed) => (whole ? !team && login === allowed : login.startsWith(allowed)));
}

/** Unicode's default-ignorable characters, controls, and fillers that look like nothing: first and last of each row. */
const HIDDEN: ReadonlyArray<readonly [number, number]> = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x206f],
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  [0xfe00, 0xfe0e],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffb],
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];
const ASCII = /^[\n\t\x20-\x7e]*$/;
const STRAY_SELECTOR = /(?<!\p{Extended_Pictographic})\uFE0F/u;

/** Whether a text holds a character that is there but cannot be seen. */
export function hasHidden(text: string): boolean {
  if (ASCII.test(text)) return false;
  if (STRAY_SELECTOR.test(text)) return true;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    if (HIDDEN.some(([first, last]) => point >= first && point <= last)) return true;
  }
  return false;
}
