import { forEachChild, type SyntaxNode } from 'unbash';
import { isNumberWord, noteAssignment, setName } from './arithmetic.ts';
import { doubtAbout } from './doubt.ts';
import { declares } from './evaluators.ts';
import { noteValue } from './note-value.ts';
import type { Simple } from './simple.ts';
import { parseSource } from './parse-source.ts';
import { readCommand, readRedirection } from './read-command.ts';
import { unwrap } from './unwrap.ts';
import { fail, spend, spendOn, spendOnCode, type Walk } from './walk-state.ts';
import { literalOf, prefixOf, readWord } from './words.ts';

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

/** Walks a source, every substitution in it, and the code that its commands are given. */
export function walkSource(state: Walk, source: string, depth: number): void {
  if (depth > 0) spendOnCode(state, source);
  if (state.unclear !== undefined) return;
  const script = parseSource(source);
  if ('unclear' in script) fail(state, script.unclear);
  else walk(state, script, depth);
}

function walk(state: Walk, node: SyntaxNode, depth: number): void {
  if (state.unclear !== undefined) return;
  if (depth > DEEPEST) return fail(state, 'it is nested too deep');
  spendOn(state, node);
  if (state.unclear !== undefined) return;
  const doubt = doubtAbout(node);
  if (doubt !== undefined) return fail(state, doubt);
  note(state, node, depth);
  const next = depth + (HEAVY.has(node.type) ? 5 : FLAT.has(node.type) ? 0 : 1);
  forEachChild(node, (child) => walk(state, child, next));
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

function nothing({ parent }: Walk): Simple {
  return { argv: [], assignments: [], redirections: [], wraps: false, ...(parent && { parent }) };
}

/** `env LD_PRELOAD=x` and `export "PS4=$(x)"` set variables by words. */
function argvRuns({ argv }: Simple): string | undefined {
  for (const word of argv) {
    const text = prefixOf(word);
    const end = text.indexOf('=');
    const name = end < 0 ? text : text.slice(0, end);
    if (name.length < 40 && RUNS.test(name)) return name;
  }
  return undefined;
}

/** Lists a command, then what it runs by its words. */
function addCommand(state: Walk, simple: Simple, depth: number): void {
  if (state.unclear !== undefined) return;
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
  for (const { argv, assignments } of inner) {
    spend(state, 1 + argv.length / 2);
    addCommand(state, { ...nothing(state), argv, assignments }, depth + CODE_WEIGHT);
  }
  for (const text of code) walkSource(state, text, depth + CODE_WEIGHT);
  state.parent = parent;
}
