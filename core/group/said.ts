import type { ActorEnd } from '../fleet/actor-end.ts';
import type { Refusal } from '../refusal.ts';

/** One turn of a group that is over. */
export type Said = {
  readonly agent: string;
  readonly end: ActorEnd;
  /** What it has written, or had by then: words of a model, whoever asks. */
  readonly text: string;
  /** What strangers' text it had read, in words. */
  readonly taint: readonly string[];
  /** Why it did not finish; null where it did. */
  readonly cause: Refusal | null;
};

const PEER = 'words of the agent ';

/**
 * What somebody of a group has read who was given these: the words of others, and with them all that these had read.
 * Nobody vouches for what a model writes, whatever it was given.
 */
export function taintOfSaid(said: readonly Said[]): string[] {
  return [...new Set(said.flatMap(({ agent, taint }) => [`${PEER}${agent}`, ...taint]))];
}

/** Whether words of a taint name another agent of the group, and no stranger. */
export function isPeerTaint(words: string): boolean {
  return words.startsWith(PEER);
}
