import { forEachChild, parse } from 'unbash';
import type { ArithmeticExpression, ParameterExpansionPart, SyntaxNode } from 'unbash';
import {
  isNumberWord,
  noteAssignment,
  noteExpression,
  noteWord,
  setName,
  type Numbers,
} from './arithmetic.ts';
import { doubtAbout } from './doubt.ts';
import { declares } from './evaluators.ts';
import type { Commands, Simple } from './simple.ts';
import { readCommand, readRedirection } from './read-command.ts';
import { unwrap } from './unwrap.ts';
import { literalOf, readWord } from './words.ts';

/** What is known while a tree is walked. */
export type Walk = {
  found: Commands;
  numbers: Numbers;
  /** Why the source cannot be read; the first reason stays. */
  unclear: string | undefined;
  /** The command whose text or words are being read. */
  parent: Simple | undefined;
};

const DEEPEST = 100;
/** More than a person could check, and than can be read in a blink. */
const MOST_COMMANDS = 1000;
/** These nest without end in honest scripts of any size; everything else adds to the depth. */
const FLAT = new Set(['Script', 'CompoundList', 'Word', 'Assignment', 'ArrayValue', 'Literal', 'Statement']);
/** The parser reads the text inside these once more on each level, so that few levels must do. */
const HEAVY = new Set(['CommandExpansion', 'ProcessSubstitution', 'ArithmeticCommandExpansion']);
/** Each level of code or of wrappers is read again in whole. */
const CODE_WEIGHT = 10;

/** Variables whose values bash, git or the loader run, or take their settings from. */
const RUNS =
  /^(BASH_ENV|ENV|PROMPT_COMMAND|PS[0-4]|SHELLOPTS|BASHOPTS|BASH_ALIASES|BASH_CMDS|LD_\w+|GIT_\w+)$/;

/** Walks a tree, every substitution in it, and the code that its commands are given. */
export function walk(state: Walk, node: SyntaxNode, depth: number): void {
  if (state.unclear !== undefined) return;
  if (depth > DEEPEST) return fail(state, 'it is nested too deep');
  const doubt = doubtAbout(node);
  if (doubt !== undefined) return fail(state, doubt);
  note(state, node, depth);
  const next = depth + (HEAVY.has(node.type) ? 5 : FLAT.has(node.type) ? 0 : 1);
  forEachChild(node, (child) => walk(state, child, next));
}

function fail(state: Walk, why: string): void {
  state.unclear ??= why;
}

function note(state: Walk, node: SyntaxNode, depth: number): void {
  const { found, numbers } = state;
  switch (node.type) {
    case 'Script':
      if (node.errors?.length) fail(state, node.errors[0]?.message ?? 'it is not complete');
      return;
    case 'Command':
      return addCommand(state, { ...nothing(state), ...readCommand(node) }, depth);
    case 'Redirected':
      return void found.commands.push({
        ...nothing(state),
        redirections: node.redirects.map(readRedirection),
      });
    case 'Function':
      return void found.functions.push(literalOf(readWord(node.name)) ?? node.name.text);
    case 'For':
    case 'Select':
      found.assigned.push(node.name.value);
      return setName(numbers, node.name.value, node.type === 'For' && !!node.wordlist?.every(isNumberWord));
    case 'Coproc':
      return void found.assigned.push(node.name?.value ?? 'coproc');
    case 'FileDescriptorVariable':
      return void found.assigned.push(node.name);
    case 'Assignment':
      if (RUNS.test(node.name)) found.hidden.push(`${node.name} is a variable whose value is run`);
      return noteAssignment(numbers, node);
    default:
      return noteValue(state, node);
  }
}

function noteValue(state: Walk, node: SyntaxNode): void {
  const { found, numbers } = state;
  switch (node.type) {
    case 'HereDoc':
      if (node.closing === undefined) fail(state, 'a here-document has no end');
      return;
    case 'CommandExpansion':
    case 'ProcessSubstitution':
      if (node.script === undefined) return fail(state, 'a substitution cannot be read');
      return UNSURE.test(node.text)
        ? fail(state, 'a substitution in it depends on where it stands')
        : undefined;
    case 'ExtendedGlob':
      return fail(state, 'it holds an extended glob, which depends on a setting of bash');
    case 'ParameterExpansion':
      return noteParameter(state, node);
    case 'TestUnary':
      if (/^-[vR]$/.test(node.operator) && !isName(literalOf(readWord(node.operand))))
        found.hidden.push(`[[ ${node.operator} ]] evaluates a subscript`);
      return;
    case 'TestBinary':
      if (!/^-(eq|ne|l[te]|g[te])$/.test(node.operator)) return;
      noteWord(numbers, node.left);
      return noteWord(numbers, node.right);
    case 'ArithmeticExpansion':
    case 'ArithmeticCommand':
      if (node.expression === undefined) numbers.fromData = true;
      return;
    case 'ArithmeticBinary':
    case 'ArithmeticUnary':
    case 'ArithmeticWord':
    case 'ArithmeticCommandExpansion':
      found.assigned.push(...assignedIn(node));
      return noteExpression(numbers, node);
    default:
  }
}

/**
 * Bash before 5.3 takes `${ …; }` for a bad name of a variable, and bash 5.3 runs it. A `\"` between
 * backquotes is one thing in double quotes and another outside.
 */
const UNSURE = /^\$\{|^`[^]*\\"/;

/** What `=`, `+=`, `++` and the like set. */
function assignedIn(node: ArithmeticExpression): string[] {
  const target =
    node.type === 'ArithmeticBinary' && node.operator.endsWith('=')
      ? node.left
      : node.type === 'ArithmeticUnary' && /^(\+\+|--)$/.test(node.operator)
        ? node.operand
        : undefined;
  return target?.type === 'ArithmeticWord' ? [target.value] : [];
}

const isName = (text: string | undefined) => text !== undefined && /^[A-Za-z_]\w*$/.test(text);

function noteParameter(
  { found, numbers }: Walk,
  { prefix, index, operation, parameter }: ParameterExpansionPart,
): void {
  const keys = index !== undefined && /^[@*]$/.test(index.value);
  if (prefix === '!' && operation?.type !== 'Names' && !keys)
    found.hidden.push('${!…} evaluates the value of a variable as a name');
  if (index !== undefined && !keys) noteWord(numbers, index);
  if (operation?.type === 'Unknown') found.hidden.push('a parameter expansion cannot be read');
  if (operation?.type === 'Transform' && !/^[QULEAKkua]$/.test(operation.operand.text))
    found.hidden.push('${…@P} runs the substitutions in a value');
  if (operation?.type === 'Default' && operation.operator.endsWith('=')) {
    found.assigned.push(parameter);
    setName(numbers, parameter, isNumberWord(operation.operand));
  }
  if (operation?.type !== 'Slice') return;
  noteWord(numbers, operation.offset);
  if (operation.length) noteWord(numbers, operation.length);
}

function nothing({ parent }: Walk): Simple {
  return { argv: [], assignments: [], redirections: [], wraps: false, ...(parent && { parent }) };
}

/** `env LD_PRELOAD=x` and `export "PS4=$(x)"` set variables by words. */
function argvRuns({ argv }: Simple): string | undefined {
  return argv
    .map((word) => ('literal' in word ? word.literal : word.prefix).split('=', 1).join(''))
    .find((name) => name.length < 40 && RUNS.test(name));
}

/** Lists a command, then what it runs by its words. */
function addCommand(state: Walk, simple: Simple, depth: number): void {
  if (depth > DEEPEST) return fail(state, 'it is nested too deep');
  if (state.found.commands.length >= MOST_COMMANDS)
    return fail(state, `it has more than ${MOST_COMMANDS} commands`);
  const { hidden, opaque, wraps, inner, code, setsAny } = unwrap(simple);
  if (setsAny) state.numbers.anySet = true;
  if (declares(simple)) state.numbers.declared = true;
  const runs = argvRuns(simple);
  if (runs !== undefined) state.found.hidden.push(`${runs} is a variable whose value is run`);
  const self: Simple = { ...simple, wraps, ...(hidden && { hidden }), ...(opaque && { opaque }) };
  state.found.commands.push(self);
  const { parent } = state;
  state.parent = self;
  for (const { argv, assignments } of inner)
    addCommand(state, { ...nothing(state), argv, assignments }, depth + CODE_WEIGHT);
  for (const text of code) walk(state, parse(text), depth + CODE_WEIGHT);
  state.parent = parent;
}
