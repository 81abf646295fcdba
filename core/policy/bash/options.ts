import type { ProgramOptions } from './program-options.ts';
import { gitOptions } from './programs/git.ts';
import { textPrograms } from './programs/text.ts';
import type { ShellWord } from './shell-word.ts';
import { isNoOption } from './shell-word.ts';

const programs: Readonly<Record<string, ProgramOptions>> = textPrograms;

/** Whether the options of a program are known here. */
export function isListed(program: string): boolean {
  return program === 'git' || Object.hasOwn(programs, program);
}

/** What of a command's arguments might do more than show something, in words; null when nothing does. */
export function wrongArgument(program: string, args: readonly ShellWord[]): string | null {
  if (program === 'git') return wrongGit(args);
  const options = Object.hasOwn(programs, program) ? programs[program] : undefined;
  if (options === undefined) return null;
  return wrongWord(program, options, program === 'find' ? withoutStarted(args) : args);
}

/** What find starts is a command, and is judged as one. */
function withoutStarted(args: readonly ShellWord[]): ShellWord[] {
  let isStarted = false;
  return args.filter(({ literal }) => {
    const wasStarted = isStarted;
    if (literal === '-exec' || literal === '-execdir') isStarted = true;
    else if (literal === ';' || literal === '+') isStarted = false;
    return !wasStarted && literal !== '!' && literal !== '(' && literal !== ')';
  });
}

function wrongGit(args: readonly ShellWord[]): string | null {
  const [command, ...rest] = args;
  if (command === undefined) return null;
  if (command.literal?.startsWith('-')) return `the option ${command.text} of git`;
  const options = command.literal === null ? undefined : gitOptions(command.literal);
  if (options === undefined) return `the command ${command.text} of git`;
  return wrongWord(`git ${command.text}`, options, rest);
}

function wrongWord(program: string, options: ProgramOptions, args: readonly ShellWord[]): string | null {
  let words = 0;
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] as ShellWord;
    if (word.literal === '--' && options.oneDash !== true)
      return wrongRest(program, options, args.slice(at + 1), words);
    if (word.literal !== null && /^-./.test(word.literal)) {
      const width = optionWidth(word.literal, options);
      if (width === 0) return `the option ${word.text} of ${program}`;
      at += width - 1;
      continue;
    }
    if (!isNoOption(word) && word.literal !== '-')
      return `${word.text}, which might become an option of ${program}; write -- before it`;
    const wrong = wrongPlain(program, options, word, words);
    if (wrong !== null) return wrong;
    words += 1;
  }
  return null;
}

/** After `--` nothing is an option any more. */
function wrongRest(
  program: string,
  options: ProgramOptions,
  args: readonly ShellWord[],
  before: number,
): string | null {
  for (const [at, word] of args.entries()) {
    const wrong = wrongPlain(program, options, word, before + at);
    if (wrong !== null) return wrong;
  }
  return null;
}

function wrongPlain(program: string, options: ProgramOptions, word: ShellWord, at: number): string | null {
  const { mostWords = Number.POSITIVE_INFINITY, words } = options;
  if (at >= mostWords || (word.splits && mostWords !== Number.POSITIVE_INFINITY))
    return `${word.text}, a file that ${program} would write`;
  if (words !== undefined && (word.literal === null || !words(word.literal, at)))
    return `${word.text}, which is more than ${program} is let do here`;
  return null;
}

/** How many words an option takes; 0 when it is not known. */
function optionWidth(text: string, options: ProgramOptions): 0 | 1 | 2 {
  if (options.numbers === true && /^-\d+$/.test(text)) return 1;
  if (text.startsWith('--') || options.oneDash === true) {
    const name = text.replace(/^--?/, '').split('=', 1)[0] ?? '';
    if (options.longValued?.includes(name) === true) return text.includes('=') ? 1 : 2;
    return options.long.includes(name) ? 1 : 0;
  }
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (options.valued.includes(letter)) return at === text.length - 1 ? 2 : 1;
    if (!options.flags.includes(letter)) return 0;
  }
  return 1;
}
