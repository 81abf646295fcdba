import type { Objection } from '../rule.ts';
import { isProtectedFromWriting } from '../protected.ts';
import { isInWorkspace, resolveInCage } from '../paths.ts';
import { commandsOf, isUnreadable, type Commands, type Opened } from './commands.ts';
import type { ShellCommand } from './shell-command.ts';
import { isListed, wrongArgument } from './options.ts';
import { allows, mayBeDenied, readPattern, type CommandPattern } from './pattern.ts';
import { programOf } from './unwrap.ts';

/** What stands in a profile's `Bash(…)` entries; `*` for a bare `Bash`. */
export type CommandRules = { allow: readonly string[]; deny: readonly string[] };

/** Builtins that change nothing outside of the command line. */
const FREE = new Set([
  'echo',
  'printf',
  'true',
  'false',
  'test',
  '[',
  ':',
  'pwd',
  'exit',
  'wait',
  'return',
  'break',
  'continue',
  'shift',
  'set',
]);
/** Wrappers that only start what follows, which is judged by itself. */
const TRANSPARENT = new Set([
  'env',
  'command',
  'builtin',
  'nice',
  'nohup',
  'timeout',
  'time',
  'stdbuf',
  'xargs',
  'bash',
  'sh',
  'eval',
]);
/** Variables that change how a program shows things, and nothing it runs. Names of lower case are the line's own. */
const HARMLESS =
  /^(?:LC_[A-Z]+|LANG|LANGUAGE|TZ|CI|NO_COLOR|FORCE_COLOR|CLICOLOR|COLUMNS|TERM|NODE_ENV|DEBUG|VERBOSE|[a-z][a-z0-9_]*)$/;
const NOT_HARMLESS = /^(?:https?_proxy|all_proxy|no_proxy|ftp_proxy)$/;

/**
 * Judges one command line. A denied command is refused wherever it stands, behind wrappers and in substitutions too.
 * With `*` allowed everything else may run, the cage holds it; with narrower rules every command of the line has to be
 * one that is allowed, with options that are known to do no more than show.
 */
export function judgeCommand(source: string, rules: CommandRules): 'pass' | Objection {
  const found = commandsOf(source);
  if (isUnreadable(found))
    return {
      because: `The command cannot be read as bash: ${found.unreadable}.`,
      remedy: 'Write it in a simpler way, one command a call.',
    };
  return wrongFile(found.opened) ?? denied(found, rules.deny) ?? notAllowed(found, rules.allow) ?? 'pass';
}

function wrongFile(opened: readonly Opened[]): Objection | null {
  const path = opened
    .filter(({ operator }) => operator !== '<' && operator !== '<&')
    .map(({ target }) => target?.literal)
    .find((one) => typeof one === 'string' && isProtectedFromWriting(resolveInCage(one)));
  if (path === undefined) return null;
  return {
    because: `The command would write ${path}, which is protected: git, CI, editors or agents would act on it later.`,
    remedy: 'Propose this change in the answer; a person has to make it.',
  };
}

function denied(found: Commands, deny: readonly string[]): Objection | null {
  const patterns = deny.map(readPattern);
  for (const [at, pattern] of patterns.entries()) {
    const hit = found.commands.find((command) => mayBeDenied(pattern, command));
    if (hit === undefined) continue;
    return {
      because: `${shown(hit)} is, or might be, one of the commands that this agent must not run (Bash(${deny[at]})).`,
      remedy: 'Leave it out, and write other commands with plain words.',
    };
  }
  const [unclear] = found.unclear;
  if (patterns.length === 0 || unclear === undefined) return null;
  return {
    because: `It cannot be told before it runs: ${unclear}. This agent has commands that it must not run.`,
    remedy: 'Write the command with plain words.',
  };
}

function notAllowed(found: Commands, allow: readonly string[]): Objection | null {
  const patterns = allow.map(readPattern);
  if (patterns.some(({ words, open }) => words.length === 0 && open)) return null;
  const [unclear] = found.unclear;
  if (unclear !== undefined)
    return {
      because: `It cannot be told before it runs: ${unclear}. This agent may run certain commands only.`,
      remedy: 'Write the command with plain words.',
    };
  const [defined] = found.defines;
  if (defined !== undefined)
    return {
      because: `The command defines ${defined}, which changes what later words mean.`,
      remedy: 'Write the commands one after the other, without functions, aliases and coprocesses.',
    };
  return (
    outsideFile(found.opened) ??
    found.commands.map((one) => wrongCommand(one, patterns, allow)).find(isObjection) ??
    null
  );
}

function isObjection(value: Objection | null): value is Objection {
  return value !== null;
}

/** Under narrower rules a redirection stays in the workspace, or goes nowhere. */
function outsideFile(opened: readonly Opened[]): Objection | null {
  for (const { operator, target } of opened) {
    if (target === null) continue;
    if ((operator === '>&' || operator === '<&') && /^(\d+|-)$/.test(target.text)) continue;
    const { literal } = target;
    if (literal === '/dev/null') continue;
    if (literal !== null && !/^[~]/.test(literal) && isInWorkspace(resolveInCage(literal))) continue;
    return {
      because: `The command opens ${target.text}, which is not known to be a file of the workspace.`,
      remedy: 'Use a path below the workspace, in plain words.',
    };
  }
  return null;
}

/** Options of git itself that only change how it shows things: a rule need not name them. */
const GIT_MANNERS = new Set(['--no-pager', '-P', '--literal-pathspecs', '--no-optional-locks']);

function withoutManners(command: ShellCommand): ShellCommand {
  if (programOf(command) !== 'git') return command;
  const [program, ...args] = command.argv;
  const from = args.findIndex(({ literal }) => literal === null || !GIT_MANNERS.has(literal));
  return {
    ...command,
    argv: program === undefined ? [] : [program, ...args.slice(from === -1 ? args.length : from)],
  };
}

function wrongCommand(
  given: ShellCommand,
  patterns: readonly CommandPattern[],
  allow: readonly string[],
): Objection | null {
  const command = withoutManners(given);
  const bad = command.assignments.find(({ name }) => !HARMLESS.test(name) || NOT_HARMLESS.test(name));
  if (bad !== undefined)
    return {
      because: `The command sets ${bad.name}, which may change what programs run.`,
      remedy: 'Leave the variable out.',
    };
  const program = programOf(command);
  if (program === null || FREE.has(program)) return null;
  if (program === 'cd') return wrongFolder(command);
  const isTransparent = TRANSPARENT.has(program);
  if (!isTransparent && !patterns.some((pattern) => allows(pattern, command)))
    return {
      because: `${shown(command)} is none of the commands that this agent may run (${allow.map((one) => `Bash(${one})`).join(', ') || 'none'}).`,
      remedy: 'Use one of those, or do without.',
    };
  if (isTransparent) return null;
  return wrongOption(command, program);
}

function wrongOption(command: ShellCommand, program: string): Objection | null {
  const args = command.argv.slice(1);
  const wrong = isListed(program)
    ? wrongArgument(program, args)
    : (args.find(({ literal }) => literal === null)?.text ?? null);
  if (wrong === null) return null;
  return {
    because: `The command uses ${wrong}.`,
    remedy: isListed(program)
      ? `Leave it out: of ${program}, options that only change what is shown are allowed.`
      : 'Write the arguments in plain words: what they stand for must be known before the command runs.',
  };
}

function wrongFolder({ argv }: ShellCommand): Objection | null {
  const [, to, ...more] = argv;
  const path = to?.literal;
  const stays =
    typeof path === 'string' && more.length === 0 && /^[^-~/]/.test(path) && !path.split('/').includes('..');
  if (stays) return null;
  return {
    because: 'The command changes to a folder that is not known to be one of the workspace.',
    remedy: 'Use a relative path without `..`, or name the files by their paths.',
  };
}

function shown({ argv }: ShellCommand): string {
  const text = argv.map((word) => word.text).join(' ');
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`;
}
