import type { ArithmeticExpression, ArrayValue, Assignment, Word, WordPart } from 'unbash';
import { literalOf, readWord } from './words.ts';

/**
 * Bash evaluates the VALUE of a variable in arithmetic again, and a value such as `a[$(rm x)]` runs a
 * command. So a name may stand in arithmetic only if everything that sets it in this source is a number.
 */
export type Numbers = {
  /** Names that are set, and whether only to numbers. */
  set: Map<string, boolean>;
  /** Names whose values are evaluated. */
  used: Set<string>;
  /** Something was evaluated that is no plain name or number. */
  fromData: boolean;
  /** Some builtin sets variables that the words do not tell. */
  anySet: boolean;
  /** There are arrays, and a declaration whose value is not known: bash reads `(…)` in it as elements. */
  arrays: boolean;
  declared: boolean;
};

/** The start: nothing is set and nothing is evaluated. */
export function noNumbers(): Numbers {
  return { set: new Map(), used: new Set(), fromData: false, anySet: false, arrays: false, declared: false };
}

/** Whether arithmetic could run something that came as data. */
export function evaluatesData({ set, used, fromData, anySet, arrays, declared }: Numbers): boolean {
  if (fromData || (arrays && declared)) return true;
  return [...used].some((name) => anySet || set.get(name) !== true);
}

/** Notes that a name is set; once set to something else than a number it stays suspect. */
export function setName(numbers: Numbers, name: string, isNumber: boolean): void {
  numbers.set.set(name, isNumber && numbers.set.get(name) !== false);
}

/** Notes what an assignment sets its name to. */
export function noteAssignment(numbers: Numbers, { name, value, index }: Assignment): void {
  if (index !== undefined) {
    noteWord(numbers, index);
    numbers.arrays = true;
  }
  if (value.type === 'ArrayValue') noteElements(numbers, value);
  setName(numbers, name, value.type === 'Word' && isNumberWord(value));
}

function noteElements(numbers: Numbers, { elements }: ArrayValue): void {
  numbers.arrays = true;
  // In `([x]=1)` the x is evaluated.
  if (elements.some(({ text }) => text.startsWith('[') && !/^\[\d+\]/.test(text))) numbers.fromData = true;
}

/** Whether a word is a number in plain sight, or made by arithmetic. */
export function isNumberWord(word: Word): boolean {
  const literal = literalOf(readWord(word));
  if (literal !== undefined) return /^-?\d+$/.test(literal);
  const [part, ...rest] = word.parts ?? [];
  if (part === undefined || rest.length > 0) return false;
  return part.type === 'ArithmeticExpansion' || /^\{-?\d+\.\.-?\d+\}$/.test(part.text);
}

const PLAIN = /^[\w\s+*/%()<>=!&|^~?:,@.#-]*$/;

/** Notes a word that is evaluated as arithmetic: a subscript, an offset, an operand of `-eq`. */
export function noteWord(numbers: Numbers, word: Word): void {
  if (word.parts === undefined) noteText(numbers, word.value);
  else for (const part of word.parts) notePart(numbers, part);
}

function notePart(numbers: Numbers, part: WordPart): void {
  if (part.type === 'Literal' || part.type === 'Glob') noteText(numbers, part.value);
  else if (part.type === 'DoubleQuoted') for (const inner of part.parts) notePart(numbers, inner);
  else if (part.type === 'SimpleExpansion') noteParameter(numbers, part.text.slice(1));
  else if (part.type === 'ParameterExpansion') {
    if (part.prefix === '#') return;
    if (part.prefix || part.index || part.operation) numbers.fromData = true;
    else noteParameter(numbers, part.parameter);
  } else if (part.type !== 'ArithmeticExpansion') numbers.fromData = true;
}

function noteParameter(numbers: Numbers, name: string): void {
  if (/^[A-Za-z_]\w*$/.test(name)) numbers.used.add(name);
  else if (!/^[?#$!]$/.test(name)) numbers.fromData = true;
}

function noteText(numbers: Numbers, text: string): void {
  if (!PLAIN.test(text)) numbers.fromData = true;
  for (const [name] of text.matchAll(/(?<![\w#])[A-Za-z_]\w*/g)) numbers.used.add(name);
}

const ASSIGNS = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|=']);

/** Notes one node of an arithmetic expression; its children are noted by the walk that found it. */
export function noteExpression(numbers: Numbers, node: ArithmeticExpression): void {
  if (node.type === 'ArithmeticCommandExpansion') numbers.fromData = true;
  if (node.type === 'ArithmeticWord') {
    if (node.parts === undefined) noteText(numbers, node.value);
    else for (const part of node.parts) notePart(numbers, part);
  }
  if (node.type !== 'ArithmeticBinary' || !ASSIGNS.has(node.operator)) return;
  if (node.left.type === 'ArithmeticWord') setName(numbers, node.left.value, true);
}
