import type { Assigned, Simple } from './simple.ts';
import { ANY_WORDS, literalOf, spelled, type Argument } from './words.ts';
import { languages, rewriters, runners, shells, wrappers, type Wrapper } from './wrappers.ts';

/** What a command runs beside itself. */
export type Unwrapped = {
  inner: { argv: Argument[]; assignments: Assigned[] }[];
  /** Texts that are run as bash. */
  code: string[];
  wraps: boolean;
  hidden?: string;
  opaque?: true;
  /** It sets variables that its words do not tell. */
  setsAny?: boolean;
};

const plain = (): Unwrapped => ({ inner: [], code: [], wraps: false });
const hide = (hidden: string): Unwrapped => ({ ...plain(), hidden });
const opaque = (hidden: string): Unwrapped => ({ ...plain(), hidden, opaque: true });

/** The name a command is known by: `/usr/bin/git` is `git`. */
export function programOf(argv: readonly Argument[]): string | undefined {
  const name = literalOf(argv[0]);
  return name?.slice(name.lastIndexOf('/') + 1);
}

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

type Reader = (words: readonly Argument[], program: string) => Unwrapped;

const runsFile: Reader = (_, program) => opaque(`${program} runs a file`);
const setsNames: Reader = (words, program) => ({ ...evaluatesNames(words, program), setsAny: true });

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

const DECLARES = /^(declare|typeset|local|readonly|export)$/;

/** Whether a declaration is given a value that is not known before. */
export function declares({ argv }: Simple): boolean {
  return DECLARES.test(programOf(argv) ?? '') && argv.some((word) => literalOf(word) === undefined);
}

/** A name such as `a[$(rm x)]` given to a builtin runs a command. */
function evaluatesNames(words: readonly Argument[], program: string): Unwrapped {
  for (const word of words) {
    if (/^"?\$!"?$/.test(spelled(word))) continue;
    const name = 'literal' in word ? word.literal : word.prefix;
    const dynamic = !('literal' in word) && (word.splits || !/^[A-Za-z_]\w*$/.test(word.prefix));
    if (dynamic || /^[^=]*\[/.test(name) || (DECLARES.test(program) && /^\w+\+?=\(/.test(name)))
      return hide(`${program} evaluates names that are not known before`);
    if (/^-[A-Za-z]*[niaA]/.test(name) && DECLARES.test(program))
      return hide(`${program} ${name} makes values be evaluated`);
  }
  return plain();
}

function readMapfile(words: readonly Argument[], program: string): Unwrapped {
  if (words.some((word) => /^-[a-zA-Z]*[Cc]/.test(literalOf(word) ?? '-C')))
    return hide(`${program} -C runs text`);
  return setsNames(words, program);
}

function readTest(words: readonly Argument[], program: string): Unwrapped {
  let before = true;
  for (const [at, word] of words.entries()) {
    const text = literalOf(word);
    const name = literalOf(words[at + 1]);
    if (/^-[vR]$/.test(text ?? '') && !/^\w+$/.test(name ?? ''))
      return hide(`${program} -v evaluates a subscript`);
    // Two unknown words side by side may be `-v` and a subscript.
    if (text === undefined && !before) return hide(`${program} takes an operator that is not known before`);
    if (!('literal' in word) && word.splits) return hide(`${program} takes words that are not quoted`);
    before = text !== undefined;
  }
  return plain();
}

function readFind(words: readonly Argument[]): Unwrapped {
  const found: Unwrapped = plain();
  for (let at = 0; at < words.length; at += 1) {
    if (!/^-(exec|execdir|ok|okdir)$/.test(literalOf(words[at]) ?? '')) continue;
    const end = words.findIndex((word, index) => index > at && /^[;+]$/.test(literalOf(word) ?? ''));
    if (end < 0) return hide('find runs a command whose end is not known');
    const argv = words.slice(at + 1, end).map((word) => filled(word));
    found.inner.push({ argv, assignments: [] });
    found.wraps = true;
    at = end;
  }
  return found;
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

function readShell(program: string, words: readonly Argument[]): Unwrapped {
  for (const [at, word] of words.entries()) {
    const option = literalOf(word);
    if (option === undefined) break;
    if (/^-[a-z]*c[a-z]*$/.test(option)) {
      const code = literalOf(words[at + 1]);
      if (code === undefined || program === 'fish')
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
