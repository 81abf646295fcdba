import type { Word, WordPart } from 'unbash';

/** One word of a command, as far as it is known before the command runs. */
export type ShellWord = {
  /** As it was written. */
  text: string;
  /** Its value after quotes are removed; null when it depends on what is found when it runs. */
  literal: string | null;
  /** The value of what stands before the first part that is not known. */
  prefix: string;
  /** Whether it may become several words, or none. */
  splits: boolean;
};

/** A word whose value is known. */
export function literalWord(value: string): ShellWord {
  return { text: value, literal: value, prefix: value, splits: false };
}

/** A word of which nothing is known: what xargs appends, for instance. */
export const unknownWord: ShellWord = { text: '…', literal: null, prefix: '', splits: true };

/** Reads a word of the parser's tree. */
export function readWord(word: Word): ShellWord {
  const { text, parts } = word;
  if (parts === undefined) return { text, literal: word.value, prefix: word.value, splits: false };
  let prefix = '';
  for (const part of parts) {
    const value = literalOf(part);
    if (value === null)
      return { text, literal: null, prefix: prefix + prefixOf(part), splits: parts.some(maySplit) };
    prefix += value;
  }
  return { text, literal: prefix, prefix, splits: false };
}

function literalOf(part: WordPart): string | null {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return part.value;
    case 'DoubleQuoted':
    case 'LocaleString': {
      const values = part.parts.map(literalOf);
      return values.includes(null) ? null : values.join('');
    }
    default:
      return null;
  }
}

/** What a part that is not known as a whole begins with. */
function prefixOf(part: WordPart): string {
  if (part.type === 'ProcessSubstitution') return '/dev/fd/';
  if (part.type !== 'DoubleQuoted' && part.type !== 'LocaleString') return '';
  let prefix = '';
  for (const child of part.parts) {
    const value = literalOf(child);
    if (value === null) break;
    prefix += value;
  }
  return prefix;
}

/** Outside of quotes the value of an expansion is split, and a pattern becomes the names that fit it. */
function maySplit(part: WordPart): boolean {
  switch (part.type) {
    case 'SimpleExpansion':
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return true;
    case 'DoubleQuoted':
      // "$@" and "${a[@]}" are as many words as there are.
      return part.parts.some((child) => 'text' in child && /^\$(@|\{.*@.*\})$/.test(child.text));
    default:
      return false;
  }
}

/** Whether a word cannot turn into an option, whatever it turns out to be. */
export function isNoOption(word: ShellWord): boolean {
  if (word.literal !== null) return !word.literal.startsWith('-');
  return !word.splits && word.prefix !== '' && !word.prefix.startsWith('-');
}
