import type { ShellCommand } from './shell-command.ts';
import { unknownWord, type ShellWord } from './shell-word.ts';

/** What a command starts besides itself. */
export type Inner = {
  commands: ShellCommand[];
  /** Texts that are run as bash. */
  scripts: string[];
  unclear: string[];
  defines: string[];
};

const nothing: Inner = { commands: [], scripts: [], unclear: [], defines: [] };

/** Options of a wrapper that take a value, and those that do not; after them its command begins. */
type Wrapper = { valued: string; flags: string; words?: number };

/** Programs that start the command in their arguments. `words`: how many of their own words come before it. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  command: { valued: '', flags: '-p' },
  builtin: { valued: '', flags: '' },
  exec: { valued: '-a', flags: '-c -l' },
  nohup: { valued: '', flags: '' },
  setsid: { valued: '', flags: '-c -f -w --ctty --fork --wait' },
  nice: { valued: '-n --adjustment', flags: '' },
  ionice: { valued: '-c -n --class --classdata', flags: '-t --ignore' },
  stdbuf: { valued: '-i -o -e --input --output --error', flags: '' },
  timeout: {
    valued: '-k -s --kill-after --signal',
    flags: '-v --foreground --preserve-status --verbose',
    words: 1,
  },
  time: { valued: '-f -o', flags: '-p -v -a' },
  sudo: { valued: '-u -g -C -D -h -p -r -t -T -U', flags: '-n -E -H -S -k -b -A -i -s' },
  doas: { valued: '-u -C', flags: '-n -s' },
  xargs: {
    valued:
      '-a -d -E -I -L -n -P -s --arg-file --delimiter --max-args --max-chars --max-lines --max-procs --replace',
    flags: '-0 -p -r -t -x --null --no-run-if-empty --verbose',
  },
};

const SHELLS = new Set(['bash', 'sh', 'dash', 'zsh', 'ksh', 'ash', 'rbash']);
/** Written like this, other shells read something else. */
const BASH_ONLY = /\$['"[]|[<>]\(|&>|\|&|[{}]|\[\[|<<<|\(\(|\bfunction\b|\bselect\b|\btime\b/;
/** Change what words mean afterwards, or run text as code in ways that are not worth following. */
const DEFINERS = new Set(['alias', 'unalias', 'enable', 'hash', 'shopt', 'set', 'trap', 'bind', 'complete']);
const OPAQUE = new Set([
  'source',
  '.',
  'su',
  'runuser',
  'watch',
  'parallel',
  'script',
  'flock',
  'chroot',
  'unshare',
  'nsenter',
  'strace',
  'ltrace',
  'gdb',
  'busybox',
  'entr',
  'ssh',
  'expect',
  'at',
  'batch',
  'crontab',
  'systemd-run',
  'let',
  'mapfile',
  'readarray',
]);
const FIND_STARTS = new Set(['-exec', '-execdir', '-ok', '-okdir']);

/** The name that a program goes by, whatever path it is called by; null when it is not known. */
export function programOf({ argv }: ShellCommand): string | null {
  const name = argv[0]?.literal;
  return name === undefined || name === null ? null : name.slice(name.lastIndexOf('/') + 1);
}

/** What a command starts, and what of it cannot be told. `fed`: its input is written in the command line. */
export function unwrap(command: ShellCommand, fed: boolean): Inner {
  const { argv } = command;
  const [first] = argv;
  if (first === undefined) return nothing;
  const name = programOf(command);
  if (name === null) return { ...nothing, unclear: [`which program ${first.text} is`] };
  const args = argv.slice(1);
  if (SHELLS.has(name)) return unwrapShell(name, args, fed);
  if (name === 'eval') return unwrapEval(args);
  if (name === 'env') return unwrapEnv(args);
  if (name === 'find') return unwrapFind(args);
  if (name === 'printf' && args.some((word) => word.prefix.startsWith('-v')))
    return { ...nothing, unclear: ['printf -v'] };
  if ((name === 'test' || name === '[') && args.some(({ literal }) => literal === '-v' || literal === '-R'))
    return { ...nothing, unclear: [`${name} -v`] };
  if (OPAQUE.has(name)) return { ...nothing, unclear: [`what ${name} runs`] };
  // `set -euo pipefail` stands at the head of honest scripts.
  if (name === 'set' && args.every(({ literal }) => /^(-[euf]*o?|pipefail)$/.test(literal ?? '')))
    return nothing;
  if (DEFINERS.has(name)) return { ...nothing, unclear: [`what ${name} changes`], defines: [name] };
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  return wrapper === undefined ? nothing : unwrapPlain(name, wrapper, args);
}

/** The command behind a wrapper's own options, or what is not understood of them. */
function unwrapPlain(name: string, { valued, flags, words = 0 }: Wrapper, args: readonly ShellWord[]): Inner {
  const at = afterOptions(args, valued.split(' '), flags.split(' '));
  if (typeof at === 'string') return { ...nothing, unclear: [`${at} of ${name}`] };
  const rest = args.slice(at + words);
  if (rest.length === 0) return nothing;
  // What xargs appends comes from its input.
  const argv = name === 'xargs' ? [...rest, unknownWord] : [...rest];
  return { ...nothing, commands: [{ argv, assignments: [] }] };
}

/** Where the options end: an index, or the first word that is not understood. */
function afterOptions(
  args: readonly ShellWord[],
  valued: readonly string[],
  flags: readonly string[],
): number | string {
  let at = 0;
  while (at < args.length) {
    const word = args[at] as ShellWord;
    if (word.literal === null)
      return word.prefix !== '' && !word.prefix.startsWith('-') && !word.splits ? at : word.text;
    if (word.literal === '--') return at + 1;
    if (!word.literal.startsWith('-') || word.literal === '-') return at;
    const known = optionWidth(word.literal, valued, flags);
    if (known === 0) return word.text;
    at += known;
  }
  return at;
}

/** How many words an option takes; 0 when it is not one that is known. */
function optionWidth(option: string, valued: readonly string[], flags: readonly string[]): 0 | 1 | 2 {
  const name = option.split('=', 1)[0] ?? option;
  if (option.startsWith('--')) {
    if (flags.includes(option)) return 1;
    if (!valued.includes(name)) return 0;
    return name === option ? 2 : 1;
  }
  if (valued.includes(option)) return 2;
  if (valued.includes(option.slice(0, 2))) return 1;
  const isNiceness = /^-\d+$/.test(option);
  return isNiceness || Array.from(option.slice(1)).every((letter) => flags.includes(`-${letter}`)) ? 1 : 0;
}

function unwrapShell(name: string, args: readonly ShellWord[], fed: boolean): Inner {
  const at = args.findIndex(({ literal }) => literal !== null && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(literal));
  const known = args.slice(0, at === -1 ? args.length : at).every(({ literal }) => literal !== null);
  const code = at === -1 ? undefined : args[at + 1];
  if (at !== -1 && known && code?.literal !== undefined && code.literal !== null) {
    if (name !== 'bash' && name !== 'rbash' && BASH_ONLY.test(code.literal))
      return { ...nothing, unclear: [`what ${name} makes of words that only bash knows`] };
    return { ...nothing, scripts: [code.literal] };
  }
  // A script of the repository, or its input: what it holds is not in the command line.
  const what = fed ? 'its input' : (args.find(({ prefix }) => !prefix.startsWith('-'))?.text ?? 'its input');
  return { ...nothing, unclear: [`what ${name} runs from ${what}`] };
}

function unwrapEval(args: readonly ShellWord[]): Inner {
  const words = args.map(({ literal }) => literal);
  if (words.includes(null)) return { ...nothing, unclear: ['what eval runs'] };
  return { ...nothing, scripts: [words.join(' ')] };
}

function unwrapEnv(args: readonly ShellWord[]): Inner {
  const at = afterOptions(
    args,
    ['-u', '-C', '--unset', '--chdir'],
    ['-i', '-0', '-v', '--ignore-environment', '--null', '--debug'],
  );
  if (typeof at === 'string') return { ...nothing, unclear: [`${at} of env`] };
  const assignments: ShellCommand['assignments'] = [];
  let rest = args.slice(at);
  for (let set = assigned(rest[0]); set !== null; set = assigned(rest[0])) {
    assignments.push(set);
    rest = rest.slice(1);
  }
  return rest.length === 0 ? nothing : { ...nothing, commands: [{ argv: [...rest], assignments }] };
}

function assigned(word: ShellWord | undefined): { name: string; value: string } | null {
  const name = /^([^=]*)=/.exec(word?.prefix ?? '')?.[1];
  return word === undefined || name === undefined ? null : { name, value: word.text };
}

/** The commands of `-exec` and its like, with what was found as their argument. */
function unwrapFind(args: readonly ShellWord[]): Inner {
  const starts = args.findIndex(({ prefix }) => /^[-(!]/.test(prefix));
  const roots = args.slice(0, starts === -1 ? args.length : starts);
  const isSafe = roots.every(({ literal }) => literal !== null && !literal.startsWith('-'));
  const foundFile: ShellWord = isSafe ? { ...unknownWord, prefix: './', splits: false } : unknownWord;
  const commands: ShellCommand[] = [];
  for (const [at, word] of args.entries()) {
    if (word.literal === null || !FIND_STARTS.has(word.literal)) continue;
    const rest = args.slice(at + 1);
    const end = rest.findIndex(({ literal }) => literal === ';' || literal === '+');
    const argv = rest.slice(0, end === -1 ? rest.length : end);
    commands.push({
      argv: argv.map((one) => (one.literal?.includes('{}') ? withFile(one, foundFile) : one)),
      assignments: [],
    });
  }
  return { ...nothing, commands };
}

function withFile(word: ShellWord, file: ShellWord): ShellWord {
  if (word.literal === '{}') return file;
  const before = word.literal?.split('{}')[0] ?? '';
  return { text: word.text, literal: null, prefix: before === '' ? file.prefix : before, splits: false };
}
