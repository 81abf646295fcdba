import { isInWorkspace, resolveInCage, WORKSPACE } from '../paths.ts';
import { isProtected } from '../protected.ts';
import type { Objection } from '../objection.ts';
import type { Commands, Redirected, Simple } from './simple.ts';
import { literalOf, spelled } from './words.ts';

const STREAMS = new Set(['/dev/null', '/dev/stdout', '/dev/stderr', '/dev/stdin']);

const LONGEST_PATH = 4096;
/** To put so many marks of one letter into their order, as Unicode compares them, takes time without measure. */
const MARKS = /[\p{M}\uFF9E\uFF9F]{31}/u;

/** Whether a path is none that a file could sensibly have. */
export function isAbsurd(path: string): boolean {
  return path.length > LONGEST_PATH || MARKS.test(path);
}

/** Refuses a redirection to a protected path: this holds for every Bash, however much it may do. */
export function protectedTarget({ redirections }: Simple): Objection | undefined {
  for (const { operator, target } of redirections) {
    const path = literalOf(target);
    if (path === undefined || operator === '<<<') continue;
    if (isAbsurd(path)) return absurd;
    if (!isProtected(path, useOf(operator))) continue;
    return {
      because: `The redirection ${operator} ${path} reaches a protected path.`,
      remedy: 'Leave git data, CI, agent and .env files alone; propose such a change in the answer.',
    };
  }
  return undefined;
}

const absurd = {
  because: 'The path of a redirection is longer, or has more marks on one letter, than the name of any file.',
  remedy: 'Redirect to a file with a plain name.',
};

/** Refuses redirections that leave the workspace or whose target is not known. */
export function strayTarget({ redirections }: Simple): Objection | undefined {
  const stray = redirections.find((redirection) => !staysInside(redirection));
  if (stray === undefined) return undefined;
  const { operator, target } = stray;
  return {
    because: `The redirection ${operator} ${target === undefined ? '' : spelled(target)} is not to a known file in the workspace.`,
    remedy: `Redirect to a plain path below ${WORKSPACE}, to /dev/null or to another stream (2>&1).`,
  };
}

function staysInside({ operator, target }: Redirected): boolean {
  if (target === undefined || operator === '<<<') return true;
  const path = literalOf(target);
  if (path === undefined || path === '') return false;
  // A descriptor, such as the 1 of `2>&1`, reads like a file of the workspace.
  return STREAMS.has(path) || (!path.startsWith('~') && isInWorkspace(resolveInCage(path)));
}

function useOf(operator: string): 'read' | 'write' {
  return operator === '<' || operator === '<&' ? 'read' : 'write';
}

/** Variables that change only how output looks, or that only a build reads. */
const HARMLESS =
  /^(LC_[A-Z]+|LANG|LANGUAGE|TZ|NO_COLOR|CLICOLOR|CLICOLOR_FORCE|CI|FORCE_COLOR|NODE_ENV|COLUMNS|LINES|TERM|RUST_BACKTRACE|CARGO_TERM_COLOR|PYTHONDONTWRITEBYTECODE|PYTHONUNBUFFERED|DEBUG|VERBOSE)$/;

/** A script's own variable: not one that programs or bash heed. */
const OWN = /^(?!.*_proxy$)(?!npm_)(?!histchars$|auto_resume$)[a-z_][a-z0-9_]*$/;

/** Whether a variable may be given to a program. */
export function mayBePassed(name: string): boolean {
  return HARMLESS.test(name);
}

/** Whether a variable may be set for the rest of the source. */
export function mayBeSet(name: string): boolean {
  return HARMLESS.test(name) || OWN.test(name);
}

/** Refuses variables that change which programs run, or what they do. */
export function badAssignment({ argv, assignments }: Simple): Objection | undefined {
  const judged = argv.length === 0 ? mayBeSet : mayBePassed;
  const bad = assignments.find((name) => !judged(name));
  return bad === undefined ? undefined : badVariable(bad);
}

/** Refuses what a source does beside its commands: functions, loop variables, hidden evaluation. */
export function badSurroundings({ assigned, functions, hidden }: Commands): Objection | undefined {
  const bad = assigned.find((name) => !mayBeSet(name));
  if (bad !== undefined) return badVariable(bad);
  if (functions.length > 0)
    return {
      because: `The function ${functions[0]} could stand in for another command.`,
      remedy: 'Write its commands out, without a function.',
    };
  return hidden.length === 0 ? undefined : unreadable(hidden[0] ?? '');
}

/** The refusal of a source, or of a command, that runs something that cannot be seen in its text. */
export function unreadable(why: string): Objection {
  return {
    because: `Not everything that this command runs can be read in it: ${why}.`,
    remedy: 'Write the commands out plainly, one program with its arguments at a time.',
  };
}

function badVariable(name: string): Objection {
  return {
    because: `Setting ${name} can change which programs run or what they do.`,
    remedy: 'Leave it out; for a variable of your own use a name in lower case.',
  };
}
