import { evaluatesNames, readMapfile, readTest, setsNames } from './evaluators.ts';
import type { Assigned, Simple } from './simple.ts';
import { hide, opaque, plain, type Reader, type Unwrapped } from './unwrapped.ts';
import { ANY_WORDS, literalOf, programOf, type Argument } from './words.ts';
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
    const texts = words.map(literalOf);
    if (texts.includes(undefined)) return hide('eval runs text that is not known before');
    return { ...plain(), code: [texts.join(' ')], wraps: true };
  },
  source: runsFile,
  '.': runsFile,
  trap: (words) => {
    const [first, second] = words[0] && literalOf(words[0]) === '--' ? words.slice(1) : words;
    const code = literalOf(first);
    if (first === undefined || (code !== undefined && /^(-|-[lp]+)?$/.test(code))) return plain();
    if (code === undefined) return hide('trap runs text that is not known before');
    return second === undefined ? plain() : { ...plain(), code: [code], wraps: true };
  },
  set: (words) => {
    const ok = words.every((word) =>
      /^(-[eux]+|-[eux]*o|pipefail|errexit|nounset)$/.test(literalOf(word) ?? '?'),
    );
    return ok ? plain() : hide('set changes how commands are read');
  },
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

function readFind(words: readonly Argument[]): Unwrapped {
  const found: Unwrapped = plain();
  for (let at = 0; at < words.length; at += 1) {
    if (!/^-(exec|execdir|ok|okdir)$/.test(literalOf(words[at]) ?? '')) continue;
    const end = endOfExec(words, at + 1);
    if (end === words.length) return hide('find runs a command whose end is not known');
    const argv = words.slice(at + 1, end).map((word) => filled(word));
    found.inner.push({ argv, assignments: [] });
    found.wraps = true;
    at = end;
  }
  return found;
}

function endOfExec(words: readonly Argument[], from: number): number {
  let end = from;
  while (end < words.length && !/^[;+]$/.test(literalOf(words[end]) ?? '')) end += 1;
  return end;
}

function filled(word: Argument): Argument {
  const text = literalOf(word);
  if (text === undefined || !text.includes('{}')) return word;
  return { dynamic: text, prefix: text.slice(0, text.indexOf('{}')), splits: false };
}

const GIT_VALUES = /^(-[cC]|--(git-dir|work-tree|namespace|super-prefix|attr-source))$/;

function readGit(words: readonly Argument[]): Unwrapped {
  let at = 0;
  for (; literalOf(words[at])?.startsWith('-'); at += 1) {
    const text = literalOf(words[at]) ?? '';
    if (/^--(config-env|exec-path)/.test(text)) return hide(`git ${text} sets what git runs`);
    const value = literalOf(words[at + 1]) ?? '';
    if (text === '-c' && !/^(color|user)\.|^core\.quotepath=/i.test(value))
      return hide('git -c sets what git runs');
    if (GIT_VALUES.test(text)) at += 1;
  }
  const runs = words.slice(at).map((word) => literalOf(word) ?? '');
  const found = runs.find((text) =>
    /^(--exec|-x|foreach|filter-branch|--extcmd|difftool|mergetool|bisect)(=|$)/.test(text),
  );
  return found === undefined ? plain() : opaque(`git ${found} can run commands`);
}

/** What other shells read in their own way: to dash `[[ a && rm x ]]` is two commands. */
const BASH_ONLY = /\$['"]|\[\[|\(\(|[<>]\(|&>|\|&|<<<|\b(function|coproc|select|time|eval)\b/;

function readsLikeBash(program: string, code: string): boolean {
  if (program === 'bash' || program === 'rbash') return true;
  return /^(sh|dash|ash)$/.test(program) && !BASH_ONLY.test(code);
}

function readShell(program: string, words: readonly Argument[]): Unwrapped {
  for (const [at, word] of words.entries()) {
    const option = literalOf(word);
    if (option === undefined) break;
    if (/^-[a-z]+$/.test(option) && option.includes('c')) {
      const code = literalOf(words[at + 1]);
      if (code === undefined || !readsLikeBash(program, code))
        return hide(`${program} -c runs text that is not known before`);
      if (code.startsWith('-')) break;
      return { ...plain(), code: [code], wraps: true };
    }
    if (!/^-[efuxlin]+$|^--(no|norc|noprofile|login|posix)$/.test(option)) break;
  }
  return opaque(`${program} runs a file or its input`);
}

function readWrapper(program: string, wrapper: Wrapper, words: readonly Argument[]): Unwrapped {
  const start = afterOptions(wrapper, words);
  if (start === 'asks') return { ...plain(), wraps: true };
  if (start === undefined) return hide(`${program} has options that are not known`);
  let at = start + (wrapper.skip ?? 0);
  if (words.slice(start, at).some((word) => literalOf(word) === undefined && startsFreely(word)))
    return hide(`${program} has words that are not known before`);
  const assignments: Assigned[] = [];
  for (; wrapper.assigns === true; at += 1) {
    const assigned = asAssigned(words[at]);
    if (assigned === undefined) break;
    assignments.push(assigned);
  }
  const argv = [...words.slice(at), ...(wrapper.adds === true ? [ANY_WORDS] : [])];
  if (argv.length === 0 || (wrapper.adds === true && argv.length === 1)) return { ...plain(), wraps: true };
  return { ...plain(), inner: [{ argv, assignments }], wraps: true };
}

const startsFreely = (word: Argument) => !('literal' in word) && (word.splits || word.prefix === '');

/** Where the options of a wrapper end; undefined when one is not known. */
function afterOptions(wrapper: Wrapper, words: readonly Argument[]): number | 'asks' | undefined {
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    const text = literalOf(word);
    if (text === undefined) return word !== undefined && startsFreely(word) ? undefined : at;
    if (text === '--') return at + 1;
    if (!text.startsWith('-')) return at;
    const name = text.startsWith('--') ? text.split('=', 1).join('') : text;
    if (wrapper.asks?.includes(text)) return 'asks';
    if (wrapper.flags.includes(text)) continue;
    const glued = wrapper.values.some(
      (value) => /^-[^-]$/.test(value) && text.startsWith(value) && text !== value,
    );
    if (wrapper.values.includes(name)) at += name === text ? 1 : 0;
    else if (!glued && !(wrapper.values.includes('-n') && /^-\d+$/.test(text))) return undefined;
    const value = words[at];
    if (value !== undefined && literalOf(value) === undefined && startsFreely(value)) return undefined;
  }
  return words.length;
}

function asAssigned(word: Argument | undefined): Assigned | undefined {
  if (word === undefined) return undefined;
  const text = 'literal' in word ? word.literal : word.prefix;
  const [, name, value] = /^([^=]+)=([^]*)$/.exec(text) ?? [];
  if (name === undefined || (!('literal' in word) && word.splits)) return undefined;
  return { name, value: 'literal' in word ? { literal: value ?? '' } : undefined };
}
