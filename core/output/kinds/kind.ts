import type { z } from 'zod';
import type { DiffLines } from '../diff-lines.ts';

/** A file that is to be kept, as it is now: its size, or what is wrong with it in words that go on from it. */
export type FileLook = { readonly bytes: number } | { readonly problem: string };

/** What an output is held against besides its limits. */
export type OutputFacts = {
  /** The change that the run is about, frozen when it was started; null where there is none or it is not known. */
  diff: DiffLines | null;
  /** How many runs stand between this one and a person's command. Absent: none. */
  depth?: number;
  /** Looks at a path of the workspace; null when that cannot be told now. Absent where there is no workspace to see. */
  fileAt?: (path: string) => FileLook | null;
};

/** The limits of a kind, all of them set: numbers are the most, `true` allows, lists hold all that is allowed. */
export type KindLimits = Readonly<Record<string, number | boolean | readonly string[]>>;

/**
 * What became of an output that was handed in. `partly`: the item holds what is good of it, `words` what is not.
 * Words are for the agent: what is wrong, at which place, and how to mend it.
 */
export type HandIn<Item> =
  | { kind: 'accepted'; item: Item }
  | { kind: 'partly'; item: Item; words: string }
  | { kind: 'refused'; words: string };

/** A kind of output that the agent hands in by calling a tool. */
export type ServedKind<Name extends string, Limits extends KindLimits, Input, Item extends { kind: Name }> = {
  name: Name;
  /** One line for the documentation. */
  description: string;
  /** Its limits, all of them set. */
  limits: z.ZodObject<z.core.$ZodShape> & z.ZodType<Limits>;
  /** What a limit is that a profile does not set; one without a value here has to be set. */
  defaults: Partial<Limits>;
  /** What the agent is told of the tool, besides its schema. */
  tool: (limits: Limits) => string;
  /** What a call of the tool may hold at all: closed, and bounded whatever the limits are. */
  input: z.ZodType<Input>;
  /** What may stand in a result: closed, and bounded likewise. */
  item: z.ZodType<Item>;
  accept: (input: Input, limits: Limits, facts: OutputFacts) => HandIn<Item>;
  /** The call that would hand in this item. */
  again: (item: Item) => Input;
  /** What is wrong with an item besides what that call says; null when nothing is. */
  alsoWrong?: (item: Item, limits: Limits) => string | null;
};

/** A kind of output whose content is the agent's last message. */
export type SpokenKind<Name extends string> = { name: Name; description: string };

/** Refuses an output, in words for the agent. */
export function refusedInput(words: string): { kind: 'refused'; words: string } {
  return { kind: 'refused', words };
}
