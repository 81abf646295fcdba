import type { ActorId } from '../actor-id.ts';

/** What the store of a run may grow to. Sizes are bytes of UTF-8, those of a key included. */
export type StoreLimits = {
  valueBytes: number;
  keys: number;
  bytes: number;
  /** What one actor may hold of the keys and bytes, so that none can fill the store for all. */
  actorKeys: number;
  actorBytes: number;
  /** Leases that one actor may hold at once. */
  actorLeases: number;
  leaseSeconds: number;
};

/** One value. It counts for whoever wrote it last. */
export type StoreEntry = {
  readonly value: string;
  readonly writer: ActorId;
  /** Differs from every other one that this run has seen: `main.1-7` is the seventh write of `main/1`. */
  readonly version: string;
  readonly bytes: number;
  /** What strangers wrote of what its writer had read by then, in words. */
  readonly taint: readonly string[];
};

/** Who holds a lease, until when in milliseconds, and what they had read when they took it. */
export type StoreLease = {
  readonly holder: ActorId;
  readonly until: number;
  readonly taint: readonly string[];
};

/** What the agents of a run share. An immutable value: each change makes another one. */
export type Store = {
  readonly limits: StoreLimits;
  readonly entries: ReadonlyMap<string, StoreEntry>;
  readonly leases: ReadonlyMap<string, StoreLease>;
  /** How often each actor has written. */
  readonly writes: ReadonlyMap<ActorId, number>;
  /** What those had read who removed values: whoever learns that a key is not there learns it from them. */
  readonly removed: readonly string[];
};

/** Who asks, by their pipe, and what strangers wrote of what they have read. */
export type StoreCaller = { readonly actor: ActorId; readonly taint: readonly string[] };

/** What is told to whoever asked: `words` for the agent, and the taint that it takes over with them. */
export type StoreAnswer = {
  readonly became: 'done' | 'refused';
  readonly words: string;
  readonly taint: readonly string[];
};

/** The store after a call, and its answer. */
export type Stored = { readonly store: Store; readonly answer: StoreAnswer };

/** Enough for notes, plans and results; no place for a copy of the repository. */
export const STORE_LIMITS: StoreLimits = {
  valueBytes: 16_384,
  keys: 500,
  bytes: 1_048_576,
  actorKeys: 200,
  actorBytes: 262_144,
  actorLeases: 10,
  leaseSeconds: 600,
};

/** A store with nothing in it. */
export function openStore(limits: StoreLimits = STORE_LIMITS): Store {
  return { limits, entries: new Map(), leases: new Map(), writes: new Map(), removed: [] };
}

/** Each word once, in the order of its first. */
export function withTaint(taint: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...taint, ...more])];
}

/** An answer whose words are JSON. */
export function toldJson(told: object, taint: readonly string[]): StoreAnswer {
  return { became: 'done', words: JSON.stringify(told), taint };
}

/** An answer that something was not done, and why. */
export function notDone(words: string, taint: readonly string[] = []): StoreAnswer {
  return { became: 'refused', words, taint };
}
