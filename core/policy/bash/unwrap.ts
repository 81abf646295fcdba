import { evaluatesNames, readMapfile, readTest, setsNames } from './evaluators.ts';
import { readFind } from './find.ts';
import type { Simple } from './simple.ts';
import { hide, opaque, plain, type Reader, type Unwrapped } from './unwrapped.ts';
import {
  ANY_WORDS,
  isLike,
  literalOf,
  mayBecomeOption,
  mayBeMany,
  prefixOf,
  programOf,
  type Argument,
} from './words.ts';
import { languages, rewriters, runners, shells, wrappers, type Wrapper } from './wrappers.ts';

/** Looks into a command for the commands, the code and the files that it runs. */
export function unwrap({ argv }: Simple): Unwrapped {
  if (argv.length === 0) return plain();
  const program = programOf(argv);
  if (program === undefined) return hide('the name of a program is not known before it runs');
  const wrapper = wrappers.get(program);
  if (wrapper !== undefined) return readWrapper(program, wrapper, argv.slice(1));
  if (shells.has(program)) return readShell(program, argv.slice(1));
  if (runners.has(program)) return opaque(`${program} runs other programs in its own way`);
  const special = SPECIAL[program];
  if (special !== undefined) return special(argv.slice(1), program);
  if (rewriters.has(program)) return hide(`${program} changes what later commands mean`);
  if (languages.has(program)) return opaque(`${program} runs code that is not bash`);
  return plain();
}

const runsFile: Reader = (_, program) => opaque(`${program} runs a file`);

const SPECIAL: Record<string, Reader | undefined> = Object.assign(Object.create(null), {
  eval: (words) => {
    const texts = afterDashes(words).map(literalOf);
    if (texts.includes(undefined)) return hide('eval runs text that is not known before');
    return { ...plain(), code: [texts.join(' ')], wraps: true };
  },
  source: runsFile,
  '.': runsFile,
  trap: (words) => {
    const [first, second] = afterDashes(words);
    if (first === undefined) return plain();
    const code = literalOf(first);
    if (code === undefined) return hide('trap runs text that is not known before');
    if (second === undefined || /^(-|-[lp]+)?$/.test(code)) return plain();
    return { ...plain(), code: [code], wraps: true };
  },
  set: (words) =>
    words.every((word) => isLike(word, /^(-[eux]+|-[eux]*o|pipefail|errexit|nounset)$/))
      ? plain()
      : hide('set changes how commands are read'),
  jobs: (words) => (words.length === 0 ? plain() : hide('jobs can run a command')),
  history: (words) => (words.length === 0 ? plain() : hide('history can read and write files')),
  find: readFind,
  git: readGit,
  let: (words) => (words.length > 0 ? hide('let evaluates text') : plain()),
  test: readTest,
  '[': readTest,
  read: setsNames,
  mapfile: readMapfile,
  readarray: readMapfile,
  getopts: setsNames,
  printf: (words, program) => {
    if (!words[0] || !(literalOf(words[0]) ?? '-v').startsWith('-v')) return plain();
    return setsNames(words.slice(0, 2), program);
  },
  unset: evaluatesNames,
  wait: evaluatesNames,
  declare: setsNames,
  typeset: setsNames,
  local: setsNames,
  readonly: setsNames,
  export: setsNames,
} satisfies Record<string, Reader>);

/** `--` ends the options of a builtin that has none of interest. */
function afterDashes(words: readonly Argument[]): readonly Argument[] {
  return literalOf(words[0]) === '--' ? words.slice(1) : words;
}

const GIT_VALUES = /^(-[cC]|--(git-dir|work-tree|namespace|super-prefix|attr-source))$/;
/** Words after the global options by which git runs other programs; an option may hold its value, or be cut short. */
const GIT_RUNS = /^(-x|--exe?c?|--exe?c?=.*|foreach|filter-branch|difftool|mergetool|bisect)$/s;

function readGit(words: readonly Argument[]): Unwrapped {
  let at = 0;
  for (let text = literalOf(words[0]); text?.startsWith('-'); text = literalOf(words[at])) {
    if (text.startsWith('--config-env') || text.startsWith('--exec-path'))
      return hide(`git ${text} sets what git runs`);
    if (text === '-c' && !isLike(words[at + 1], /^(color|user)\.|^core\.quotepath=/i))
      return hide('git -c sets what git runs');
    at += GIT_VALUES.test(text) ? 2 : 1;
  }
  const found = words.slice(at).find((word) => isLike(word, GIT_RUNS));
  return found === undefined ? plain() : opaque(`git ${literalOf(found)} can run commands`);
}

/** Shells that read what both know as bash does. */
const LIKE_BASH = new Set(['sh', 'dash', 'ash']);
/** What they read in their own way: to dash `[[ a && rm x ]]` is two commands. */
const BASH_ONLY = /\$['"]|\[\[|\(\(|[<>]\(|&>|\|&|<<<|\b(function|coproc|select|time|eval)\b/;

function readsLikeBash(program: string, code: string): boolean {
  if (program === 'bash' || program === 'rbash') return true;
  return LIKE_BASH.has(program) && !BASH_ONLY.test(code);
}

function readShell(program: string, words: readonly Argument[]): Unwrapped {
  for (const [at, word] of words.entries()) {
    const letters = isLike(word, /^-[cefilnsux]+$/);
    if (letters && isLike(word, /c/)) return readCode(program, words[at + 1]);
    if (letters || isLike(word, /^--(norc|noprofile|login|posix)$/)) continue;
    if (isLike(word, /^[-+]./)) return hide(`${program} has options that are not known`);
    break;
  }
  return opaque(`${program} runs a file or its input`);
}

/** Reads what follows `-c`. More options may, and then the code is behind them. */
function readCode(program: string, word: Argument | undefined): Unwrapped {
  const code = literalOf(word);
  if (code === undefined || /^[-+]/.test(code) || !readsLikeBash(program, code))
    return hide(`${program} -c runs text that is not known before`);
  return { ...plain(), code: [code], wraps: true };
}

function readWrapper(program: string, wrapper: Wrapper, words: readonly Argument[]): Unwrapped {
  const start = afterOptions(wrapper, words);
  if (start === 'asks') return { ...plain(), wraps: true };
  if (start === undefined) return hide(`${program} has options that are not known`);
  let at = start + (wrapper.skip ?? 0);
  if (words.slice(start, at).some(mayBecomeOption))
    return hide(`${program} has words that are not known before`);
  const assignments: string[] = [];
  for (; wrapper.assigns === true; at += 1) {
    const name = assignedBy(words[at]);
    if (name === undefined) break;
    assignments.push(name);
  }
  const argv = words.slice(at);
  if (argv.length === 0) return { ...plain(), wraps: true };
  if (wrapper.adds === true) argv.push(ANY_WORDS);
  return { ...plain(), inner: [{ argv, assignments }], wraps: true };
}

/** Where the options of a wrapper end; undefined when one is not known. */
function afterOptions(wrapper: Wrapper, words: readonly Argument[]): number | 'asks' | undefined {
  let at = 0;
  for (let word = words[0]; word !== undefined; word = words[at]) {
    if (mayBecomeOption(word)) return undefined;
    const text = prefixOf(word);
    at += 1;
    if (text === '--') return at;
    if (!text.startsWith('-')) return at - 1;
    if (wrapper.asks?.includes(text)) return 'asks';
    const count = valuesOf(wrapper, text);
    if (count === undefined || words.slice(at, at + count).some(mayBecomeOption)) return undefined;
    at += count;
  }
  return at;
}

/** How many of the next words belong to an option; undefined when it is not known. */
function valuesOf({ flags, values, number }: Wrapper, text: string): number | undefined {
  if (flags.includes(text)) return 0;
  if (values.includes(text)) return 1;
  const glued = values.some((value) => text.startsWith(value.startsWith('--') ? `${value}=` : value));
  return glued || (number === true && /^-\d+$/.test(text)) ? 0 : undefined;
}

/** The name in a word such as `A=b` before a command; to env and sudo it may even be empty. */
function assignedBy(word: Argument | undefined): string | undefined {
  if (word === undefined || mayBeMany(word)) return undefined;
  const [name, value] = prefixOf(word).split('=', 2);
  return value === undefined ? undefined : name;
}
