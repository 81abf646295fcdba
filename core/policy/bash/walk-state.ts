import type { SyntaxNode } from 'unbash';
import { noNumbers, type Numbers } from './arithmetic.ts';
import type { Commands, Simple } from './simple.ts';

/** What is known while a tree is walked. */
export type Walk = {
  found: Commands;
  numbers: Numbers;
  /** Why the source cannot be read; the first reason stays. */
  unclear: string | undefined;
  /** The command whose text or words are being read. */
  parent: Simple | undefined;
  /** How much may still be read, in parts of the tree. */
  left: number;
};

/**
 * More than a person could check. What is nested is read again on each level, so that a bound on the length
 * of the source alone would not bound the time; this one does.
 */
const MOST_PARTS = 12_000;
/** To parse so many characters takes about as long as to look at one part of the tree. */
const CHARACTERS_A_PART = 16;
/** In `${…}` the parser looks for the end of what is nested from each of its levels. */
const CHARACTERS_A_PART_OF_PARAMETER = 4;

/** The start of a walk: nothing is found yet. */
export function newWalk(): Walk {
  return {
    found: { commands: [], assigned: [], functions: [], hidden: [] },
    numbers: noNumbers(),
    unclear: undefined,
    parent: undefined,
    left: MOST_PARTS,
  };
}

/** Ends the walk: the source cannot be read in one certain way. */
export function fail(state: Walk, why: string): void {
  state.unclear ??= why;
}

/** Takes so many parts from what may still be read. */
export function spend(state: Walk, parts: number): void {
  state.left -= parts;
  if (state.left < 0) fail(state, 'it holds more than a person could check');
}

/** Takes what it costs to read a node, without the nodes below it but with the parsing of its text. */
export function spendOn(state: Walk, node: SyntaxNode): void {
  const rate = node.type === 'ParameterExpansion' ? CHARACTERS_A_PART_OF_PARAMETER : CHARACTERS_A_PART;
  const text = 'text' in node ? node.text.length / rate : 0;
  // A command's words are looked at one by one before the walk comes to them.
  spend(state, 1 + text + (node.type === 'Command' ? node.suffix.length / 2 : 0));
}

/** Takes what it costs to parse a text that a command runs. */
export function spendOnCode(state: Walk, code: string): void {
  spend(state, code.length / CHARACTERS_A_PART);
}
