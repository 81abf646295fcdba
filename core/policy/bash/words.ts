import type { Assignment, Word, WordPart } from 'unbash';

/**
 * One word of a command. Either what bash will hand over is known, or it is `dynamic`: then the words it
 * becomes begin with `prefix`, and with `splits` it may become any number of words that begin with anything.
 */
export type Argument = { literal: string } | { dynamic: string; prefix: string; splits: boolean };

/** The text of a word that is known, else undefined. */
export function literalOf(argument: Argument | undefined): string | undefined {
  return argument !== undefined && 'literal' in argument ? argument.literal : undefined;
}

/** Whether a word is known and is what the pattern says. */
export function isLike(argument: Argument | undefined, pattern: RegExp): boolean {
  const text = literalOf(argument);
  return text !== undefined && pattern.test(text);
}

/** What a word certainly begins with; all of it when it is known. */
export function prefixOf(argument: Argument): string {
  return 'literal' in argument ? argument.literal : argument.prefix;
}

/** Whether a word may become several: by splitting, by a pattern of files, or by braces. */
export function mayBeMany(argument: Argument): boolean {
  return 'dynamic' in argument && (argument.splits || /(?<!\$)[*?[{]/.test(argument.dynamic));
}

/** Whether a word that is not known may become an option. */
export function mayBecomeOption(argument: Argument): boolean {
  return 'prefix' in argument && (argument.splits || /^(-|$)/.test(argument.prefix));
}

/** The name a command is known by: `/usr/bin/git` is `git`. */
export function programOf(argv: readonly Argument[]): string | undefined {
  const name = literalOf(argv[0]);
  return name?.slice(name.lastIndexOf('/') + 1);
}

/** The word as a person wrote it, for messages. */
export function spelled(argument: Argument): string {
  return 'literal' in argument ? argument.literal : argument.dynamic;
}

/** Stands for words that come from data: `xargs` and `find -exec` add such. */
export const ANY_WORDS: Argument = { dynamic: 'words from its input', prefix: '', splits: true };

/** Reads a word of the syntax tree after quote removal. A tilde stays as it is. */
export function readWord(word: Word): Argument {
  const { parts, text, value } = word;
  if (mayBeBraces(word)) return { dynamic: text, prefix: '', splits: true };
  if (parts === undefined) return { literal: value };
  let prefix = '';
  let known = true;
  let splits = false;
  for (const part of parts) {
    const read = readPart(part);
    if (known) prefix += read.text;
    known &&= read.known;
    splits ||= read.splits;
  }
  return known ? { literal: prefix } : { dynamic: text, prefix, splits };
}

/** The stretches of a word that are taken for text without quotes. */
export function plainTexts({ parts, text }: Word): string[] {
  if (parts === undefined) return [text];
  return parts.flatMap((part) => (part.type === 'Literal' ? [part.text] : []));
}

/** What looks like braces to bash but not to the parser must not be taken at its word. */
function mayBeBraces(word: Word): boolean {
  if (!plainTexts(word).some((text) => text.includes('{'))) return false;
  // A line may end between the two dots.
  const whole = word.text.replaceAll('\\\n', '');
  const at = whole.indexOf('{');
  return whole.includes(',', at) || whole.includes('..', at);
}

/** An assignment that is an argument (`export A=b`): bash does not split its value. */
export function readAssignment(assignment: Assignment): Argument {
  const { name, index, append, value } = assignment;
  const dynamic = { dynamic: assignment.text, prefix: name, splits: false };
  if (index !== undefined || append === true || value.type !== 'Word') return dynamic;
  const read = readWord(value);
  return 'literal' in read ? { literal: `${name}=${read.literal}` } : dynamic;
}

type Read = { text: string; known: boolean; splits: boolean };

const known = (text: string): Read => ({ text, known: true, splits: false });
const unknown = (splits: boolean, text = ''): Read => ({ text, known: false, splits });

/** Parameters that are always one number. */
const NUMBERS = /^\$[?#$!]$/;

function readPart(part: WordPart): Read {
  switch (part.type) {
    case 'Literal':
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return known(part.value);
    case 'DoubleQuoted':
      return readQuoted(part.parts);
    case 'SimpleExpansion':
      return unknown(!NUMBERS.test(part.text));
    case 'ProcessSubstitution':
      return unknown(false, '/dev/fd/');
    case 'LocaleString':
      // What it is in the language of the run is not known.
      return unknown(part.parts.some(isMany));
    case 'BraceExpansion':
    case 'Glob':
    case 'ExtendedGlob':
      return unknown(/[$`]/.test(part.text));
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return unknown(true);
  }
}

function readQuoted(parts: readonly WordPart[]): Read {
  let text = '';
  for (const part of parts) {
    if (part.type !== 'Literal') return unknown(parts.some(isMany), text);
    text += part.value;
  }
  return known(text);
}

/** `"$@"` and `"${a[@]}"` become many words in spite of the quotes. */
function isMany(part: WordPart): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  return part.type === 'ParameterExpansion' && part.text.includes('@');
}
