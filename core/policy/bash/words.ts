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

/** Whether a word may become several, which begin with anything. */
export function mayBeMany(argument: Argument): boolean {
  return 'splits' in argument && argument.splits;
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
  // What looks like braces to bash but not to the parser must not be taken at its word.
  if (mayBeBraces(text) && hasBareBrace(word)) return { dynamic: text, prefix: '', splits: true };
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

function mayBeBraces(text: string): boolean {
  if (!text.includes('{')) return false;
  // A line may end between the two dots.
  const whole = text.replaceAll('\\\n', '');
  const at = whole.indexOf('{');
  return whole.includes(',', at) || whole.includes('..', at);
}

function hasBareBrace({ parts, text }: Word): boolean {
  if (parts === undefined) return text.includes('{');
  if (parts.some(({ type }) => type === 'BraceExpansion')) return false;
  return parts.some((part) => part.type === 'Literal' && part.text.includes('{'));
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
    case 'BraceExpansion':
      return unknown(/[$`]/.test(part.text));
    case 'Glob':
    case 'ExtendedGlob':
    case 'LocaleString':
      return unknown(/[$`]/.test(part.text) && part.type !== 'LocaleString');
    case 'ParameterExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
      return unknown(true);
  }
}

function readQuoted(parts: readonly WordPart[]): Read {
  let text = '';
  for (const [at, part] of parts.entries()) {
    if (part.type === 'Literal') text += part.value;
    else return unknown(parts.slice(at).some(isMany), text);
  }
  return known(text);
}

/** `"$@"` and `"${a[@]}"` become many words in spite of the quotes. */
function isMany(part: WordPart): boolean {
  if (part.type === 'SimpleExpansion') return part.text === '$@';
  return part.type === 'ParameterExpansion' && part.text.includes('@');
}
