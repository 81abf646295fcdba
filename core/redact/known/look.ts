import { sameBytes } from './bytes.ts';
import type { Inflate } from './inflated.ts';
import type { Known } from './known.ts';
import { leetOnce, rotationOnce, skeletonOnce } from './lenses.ts';

/**
 * How far to look: a stream is decoded; a line is also read as numbers, in other bases, without markup and backwards;
 * what is posted is turned every way, which takes milliseconds even for a short text.
 */
export type Effort = 'stream' | 'line' | 'posted';

export type Search = {
  readonly known: Known;
  readonly effort: Effort;
  readonly inflate: Inflate | undefined;
  /** Whether the text is part of a long one, and is looked at no closer than all of that was. */
  readonly isPart?: boolean;
  /** Called with every text that a reader could get to, for those who look for shapes. */
  readonly onText: (text: Uint8Array) => void;
};

/** Longer texts in another order are only searched for what is simply encoded. */
export const LONG = 16 * 1024;

/** Whether a text is searched as a long one is. */
export function isLong({ isPart }: Pick<Seen, 'isPart'>, text: Uint8Array): boolean {
  return isPart || text.length > LONG;
}

/** Where the owners go of what is found. */
export type Looking = { readonly search: Search; readonly owners: Set<number> };

/** What kind of text is looked at, see the nodes of `explore`. */
type Seen = { readonly isOrder: boolean; readonly isGuess: boolean; readonly isPart: boolean };

/** What the lenses showed last of a text: most stages of it differ in signs only, which these do not see. */
export type Looked = { bones: Uint8Array; leet: Uint8Array };
const NOTHING = new Uint8Array(0);

/** Before the first look at a text. */
export function unseen(): Looked {
  return { bones: NOTHING, leet: NOTHING };
}

/** Every lens over one text. */
export function look(work: Looking, text: Uint8Array, node: Seen, before: Looked): void {
  const { known, effort, onText } = work.search;
  if (!node.isOrder) onText(text);
  const tell = (_start: number, _end: number, { owner }: { owner: number }) => void work.owners.add(owner);
  known.raw.scan(text, tell);
  const bones = skeletonOnce(text);
  const isNew = !sameBytes(bones, before.bones);
  if (isNew) known.bones.scan(bones, tell);
  before.bones = bones;
  if (effort !== 'posted' || (node.isOrder && isLong(node, text))) return;
  if (isNew) known.rotation.scan(rotationOnce(bones), tell);
  const letters = leetOnce(text);
  if (!sameBytes(letters, before.leet)) known.leet.scan(letters, tell);
  before.leet = letters;
  if (node.isGuess) return;
  deltas(work, text);
  known.chain.scan(text, (owner) => void work.owners.add(owner));
}

/** The differences of bytes to their neighbours: what a key of one byte leaves as it is. */
export function deltas(work: Looking, bytes: Uint8Array): void {
  const tell = (_start: number, _end: number, { owner }: { owner: number }) => void work.owners.add(owner);
  work.search.known.sum.scan(bytes, tell);
  work.search.known.xor.scan(bytes, tell);
}
