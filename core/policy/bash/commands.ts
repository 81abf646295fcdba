import {
  forEachChild,
  parse,
  type Assignment,
  type Command,
  type Redirection,
  type SyntaxNode,
} from 'unbash';
import { literalWord, readWord, type ShellWord } from './shell-word.ts';
import type { ShellCommand } from './shell-command.ts';
import { unwrap } from './unwrap.ts';

/** A file that a redirection opens. `target` is null where there is none to name. */
export type Opened = { operator: string; target: ShellWord | null };

/** Everything that a command line would do, as far as that can be told before it runs. */
export type Commands = {
  /** Every command at any depth, wrappers (`env`, `xargs`, `bash -c`) and what they start both. */
  commands: ShellCommand[];
  opened: Opened[];
  /** What cannot be told before it runs, in words; empty when all can. */
  unclear: string[];
  /** Functions and aliases change what later words mean. */
  defines: string[];
};

/** Why a command line cannot be read at all. */
export type Unreadable = { unreadable: string };

/** Wrappers around wrappers, and scripts within scripts: `nice bash -c "bash -c …"`. */
const DEEPEST_WRAPPER = 20;
const EXPANSIONS: ReadonlySet<string> = new Set(['ParameterExpansion', 'ArithmeticExpansion']);
/** Nodes within nodes. Nothing that a person writes comes near. */
const DEEPEST_NODE = 400;

/**
 * Finds every command that bash would start for a command line: in pipelines and lists, in control structures and
 * functions, in substitutions of any kind, in here-documents and behind wrappers. Takes time in proportion to the
 * length of the line.
 */
export function commandsOf(source: string): Commands | Unreadable {
  const found: Commands = { commands: [], opened: [], unclear: [], defines: [] };
  const problem = collect(source, found, 0);
  return problem === null ? found : { unreadable: problem };
}

export function isUnreadable(value: Commands | Unreadable): value is Unreadable {
  return 'unreadable' in value;
}

function collect(source: string, found: Commands, depth: number): string | null {
  if (source.includes('\0')) return 'it holds a NUL character';
  // Where a comment ends within a substitution is something that bash and parsers of it see differently.
  if (/(?:^|[\s;&|()<>])#/.test(source) && /[$<>]\(|`/.test(source))
    found.unclear.push('a comment beside a substitution');
  let problem: string | null = null;
  const visit = (node: SyntaxNode, level: number, isExpanded: boolean): void => {
    if (problem !== null) return;
    if (level > DEEPEST_NODE) problem = 'it is nested too deeply';
    else if (node.type === 'Script' && node.errors && node.errors.length > 0)
      problem = node.errors[0]?.message ?? 'it is no bash';
    else {
      // Bash reads what stands in an expansion more than once, and loses its place in here-documents.
      if (isExpanded && node.type === 'HereDoc') found.unclear.push('a here-document within an expansion');
      const isWithin = isExpanded || EXPANSIONS.has(node.type);
      problem = note(node, found, depth);
      forEachChild(node, (child) => visit(child, level + 1, isWithin));
    }
  };
  visit(parse(source), 0, false);
  return problem;
}

/** Writes down what one node does. Returns what keeps the whole from being read. */
function note(node: SyntaxNode, found: Commands, depth: number): string | null {
  switch (node.type) {
    case 'Command':
      return noteCommand(node, found, depth);
    case 'Redirect':
      found.opened.push({ operator: node.operator, target: node.target ? readWord(node.target) : null });
      return null;
    case 'Function':
      found.defines.push(node.name.value);
      return null;
    case 'Coproc':
      found.defines.push('coproc');
      return null;
    case 'ArithmeticWord':
      // Bash evaluates the value of a variable here, and a value may hold $(…).
      if (!/^(0[xX][0-9a-fA-F]+|\d+(#[0-9a-zA-Z@_]+)?)?$/.test(node.value))
        found.unclear.push(`the value of ${shown(node.value)} in arithmetic`);
      return null;
    case 'ArithmeticCommandExpansion':
      // Bash reads what stands there twice, once as text in quotes.
      found.unclear.push(`a command in arithmetic: ${shown(node.text)}`);
      return null;
    case 'TestBinary':
      if (/^-(eq|ne|lt|le|gt|ge)$/.test(node.operator) && ![node.left, node.right].every(isNumber))
        found.unclear.push(`a comparison of numbers with ${shown(node.left.text)}`);
      return null;
    case 'TestUnary':
      if (node.operator === '-v' || node.operator === '-R')
        found.unclear.push(`${node.operator} ${shown(node.operand.text)}`);
      return null;
    case 'ParameterExpansion':
      if (node.prefix === '!' || node.operation?.type === 'Transform' || node.operation?.type === 'Unknown')
        found.unclear.push(shown(node.text));
      if (node.index !== undefined && !/^(\d+|[@*])$/.test(node.index.value))
        found.unclear.push(shown(node.text));
      return null;
    case 'Assignment':
      if (node.index !== undefined && !/^\d+$/.test(node.index.value)) found.unclear.push(shown(node.text));
      return null;
    default:
      return null;
  }
}

function noteCommand(node: Command, found: Commands, depth: number): string | null {
  const assigned = node.prefix.filter((one): one is Assignment => one.type === 'Assignment');
  const assignments = assigned.map(({ name, text }) => ({ name, value: text }));
  const words = node.args.map((one) => (one.type === 'Word' ? readWord(one) : readAssignment(one)));
  const argv = node.name === undefined ? [] : [readWord(node.name), ...words];
  return noteArgv({ argv, assignments }, node.redirects, found, depth);
}

/** An argument such as `A=1` of `export`; with an expansion in it, all that is known is its beginning. */
function readAssignment({ text, name }: Assignment): ShellWord {
  if (!/[$`*?[{~\\'"(]/.test(text)) return literalWord(text);
  return { text, literal: null, prefix: `${name}=`, splits: false };
}

function noteArgv(
  command: ShellCommand,
  redirects: readonly Redirection[],
  found: Commands,
  depth: number,
): string | null {
  if (depth > DEEPEST_WRAPPER) return 'commands are wrapped too deeply in it';
  found.commands.push(command);
  const inner = unwrap(command, redirects.some(feedsInput));
  found.unclear.push(...inner.unclear);
  found.defines.push(...inner.defines);
  for (const one of inner.commands) {
    const problem = noteArgv(one, [], found, depth + 1);
    if (problem !== null) return problem;
  }
  for (const script of inner.scripts) {
    const problem = collect(script, found, depth + 1);
    if (problem !== null) return problem;
  }
  return null;
}

function feedsInput({ type }: Redirection): boolean {
  return type === 'HereDoc' || type === 'HereString';
}

function isNumber({ text }: { text: string }): boolean {
  return /^-?\d+$/.test(text);
}

function shown(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
