import type { Objection } from '../objection.ts';
import { commandsOf } from './commands.ts';
import { splitFind } from './find.ts';
import { isFree, objectionToFree } from './free-builtins.ts';
import { objectionTo, programFor } from './options.ts';
import { ruleListOf, type RuleList } from './rule-list.ts';
import { allows, denialOf, isExact, namesProgram, type RulePattern } from './rule-pattern.ts';
import { isUnclear, type Commands, type Simple } from './simple.ts';
import { givesAll, notNamed, optionIn, unknownOption } from './undescribed.ts';
import { badAssignment, badSurroundings, protectedTarget, strayTarget, unreadable } from './surroundings.ts';
import { literalOf, programOf, spelled, type Argument } from './words.ts';
import { wrappers } from './wrappers.ts';

/** Patterns as they stand inside `Bash(…)`; a bare `Bash` is `*`. The lists are read once and must not change. */
export type BashRules = { allow: readonly string[]; deny: readonly string[] };

/**
 * Judges one command line of bash. With `*` allowed, what can be read passes unless it is denied; else
 * every command in it must be allowed, with options that are known to be harmless. Deny wins.
 */
export function judgeCommand(source: string, rules: BashRules): 'pass' | Objection {
  const allow = ruleListOf(rules.allow);
  const found = commandsOf(source);
  if (isUnclear(found)) {
    return {
      because: `The command cannot be read in one certain way: ${found.unclear}.`,
      remedy: 'Write it complete and in plain bash.',
    };
  }
  const objection = denied(found, ruleListOf(rules.deny)) ?? first(found, protectedTarget);
  if (objection !== undefined) return objection;
  if (allow.hasEverything) return 'pass';
  const scope: Scope = { allow, granted: new Map() };
  return badSurroundings(found) ?? first(found, (simple) => scoped(simple, scope)) ?? 'pass';
}

function first(found: Commands, judge: (simple: Simple) => Objection | undefined): Objection | undefined {
  for (const simple of found.commands) {
    const objection = judge(simple);
    if (objection !== undefined) return objection;
  }
  return undefined;
}

function denied(found: Commands, deny: RuleList): Objection | undefined {
  if (deny.all.length === 0) return undefined;
  if (found.hidden[0] !== undefined) return unreadable(found.hidden[0]);
  return first(found, (simple) => {
    const { argv, hidden, opaque } = simple;
    const program = programOf(argv);
    const names = opaque ? namesIn(argv) : undefined;
    const fitting = program === undefined || names !== undefined ? deny.all : deny.of(program);
    const denies = denialOf(argv);
    const pattern = fitting.find((one) => denies(one) || (names !== undefined && mentions(one, names)));
    if (pattern !== undefined)
      return {
        because: `${line(argv)} is, or may be, what disallowed_tools denies: Bash(${pattern.text}).`,
        remedy: 'Do without this command, or spell it out if it is another one.',
      };
    return hidden === undefined || opaque ? undefined : unreadable(hidden);
  });
}

/** What the words of a command name that holds other code. */
function namesIn(argv: readonly Argument[]): ReadonlySet<string> {
  return new Set(argv.slice(1).flatMap((word) => spelled(word).split(/[^\w.-]/)));
}

/** Whether all that a pattern names is among these names. */
function mentions({ words }: RulePattern, names: ReadonlySet<string>): boolean {
  return words.every((word) => word.includes('*') || names.has(word));
}

function line(argv: readonly Argument[]): string {
  const text = argv.map(spelled).join(' ');
  return text.length <= 80 ? text : `${text.slice(0, 80)} …`;
}

/** How much of what a program runs is given with it: all of it, what a narrower rule leaves, or nothing. */
type Grant = 'all' | 'named' | 'none';

/** Rules that name what is allowed, and the commands of which it is known what is given with them. */
type Scope = { allow: RuleList; granted: Map<Simple, Grant> };

/** Judges one command under rules that name what is allowed. */
function scoped(simple: Simple, scope: Scope): Objection | undefined {
  const objection = badAssignment(simple) ?? strayTarget(simple);
  if (objection !== undefined) return objection;
  switch (grantOf(simple, scope)) {
    case 'all':
      return undefined;
    case 'named':
      return ofNamed(simple);
    case 'none':
      return own(simple, scope.allow);
  }
}

/** What a program runs that a rule gives by name is given with it, as far as the rule goes. */
function grantOf({ parent }: Simple, scope: Scope): Grant {
  if (parent === undefined) return 'none';
  const known = scope.granted.get(parent);
  if (known !== undefined) return known;
  const { argv } = parent;
  const name = literalOf(argv[0]) ?? '';
  const rules = name === 'find' ? [] : scope.allow.of(name);
  const fitting = rules.filter((rule) => namesProgram(rule, name) && allows(rule, argv));
  const own: Grant = fitting.some((rule) => isExact(rule) || givesAll(rule))
    ? 'all'
    : fitting.length > 0
      ? 'named'
      : 'none';
  const granted = strongest(own, grantOf(parent, scope));
  scope.granted.set(parent, granted);
  return granted;
}

function strongest(one: Grant, other: Grant): Grant {
  if (one === 'all' || other === 'all') return 'all';
  return one === 'named' ? one : other;
}

/** `xargs git log *` names what is run and not with which options: those are judged by the program's table. */
function ofNamed({ argv }: Simple): Objection | undefined {
  const program = literalOf(argv[0]);
  if (program === undefined) return undefined;
  const words = argv.slice(1);
  const entry = programFor(program);
  if (entry !== undefined) return option(argv, objectionTo(program, entry, withoutExec(program, words)));
  const found = optionIn(words);
  return found && notNamed(found, program);
}

function own({ argv, hidden, opaque, wraps }: Simple, allow: RuleList): Objection | undefined {
  const [name, ...words] = argv;
  if (name === undefined) return undefined;
  const program = literalOf(name);
  if (program === undefined) return unreadable(hidden ?? 'a program is not known');
  const fitting = allow.of(program).filter((rule) => allows(rule, argv));
  if (fitting.some(isExact)) return undefined;
  const named = fitting.some((rule) => namesProgram(rule, program));
  const entry = programFor(program);
  if (entry === undefined && named) return wraps ? undefined : unknownOption(argv, fitting);
  if (hidden !== undefined && opaque === undefined) return unreadable(hidden);
  if (isFree(program)) return option(argv, objectionToFree(program, words));
  if (wraps && wrappers.get(program)?.light) return undefined;
  if (fitting.length === 0) return notAllowed(argv, allow.all);
  if (entry !== undefined) return option(argv, objectionTo(program, entry, withoutExec(program, words)));
  if (hidden === undefined && !wraps) return unknownOption(argv, fitting);
  return {
    because: `${program} runs other code, and no rule names it.`,
    remedy: `Name it in allowed_tools, such as Bash(${program} *), if the agent needs it.`,
  };
}

function option(argv: readonly Argument[], problem: string | undefined): Objection | undefined {
  if (problem === undefined) return undefined;
  return {
    because: `In ${line(argv)}: ${problem}.`,
    remedy: 'Write the command without it, with plain words and known options.',
  };
}

function notAllowed(argv: readonly Argument[], allow: readonly RulePattern[]): Objection {
  const names = allow.map(({ text }) => `Bash(${text})`).join(', ');
  return {
    because: `${line(argv)} is not among the commands that this agent may run (${names || 'none'}).`,
    remedy: 'Use one of those, or have it added to allowed_tools.',
  };
}

/** The commands that `find` runs are judged as commands; what remains are its own words. */
function withoutExec(program: string, words: readonly Argument[]): readonly Argument[] {
  return program === 'find' ? (splitFind(words)?.own ?? words) : words;
}
