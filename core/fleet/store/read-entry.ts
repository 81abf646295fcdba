import { storeName } from './store-key.ts';
import { toldJson, withTaint, type Store, type StoreAnswer } from './store.ts';

/** Keys that one answer lists. */
const PAGE = 100;

/** A value with its version and writer; all null where the key is not there. */
export function getEntry(store: Store, key: string): StoreAnswer {
  const entry = store.entries.get(key);
  if (entry === undefined) return toldJson({ key, version: null, value: null }, store.removed);
  const { version, writer, value, taint } = entry;
  return toldJson({ key, version, writer: storeName(writer), value }, taint);
}

/** The keys that begin so, in order, a page of them after `after`; not their values. */
export function listEntries(store: Store, prefix: string, after: string): StoreAnswer {
  const found = [...store.entries].filter(([key]) => key.startsWith(prefix));
  const rest = found.filter(([key]) => key > after).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const keys = rest.slice(0, PAGE).map(([key, { version, writer, bytes }]) => ({
    key,
    version,
    writer: storeName(writer),
    bytes,
  }));
  // Names and versions are as much their writers' words as values are, and so is what is not there.
  const taint = found.reduce((sum, [, entry]) => withTaint(sum, entry.taint), store.removed);
  return toldJson({ keys, more: rest.length > keys.length }, taint);
}

/** Somebody waits for a key to be at another version than this one (null: to be there). Milliseconds. */
export type StoreWait = { readonly key: string; readonly version: string | null; readonly until: number };

/** What is told to somebody who waits: the key as it is once it has changed or the time is over; null before. */
export function answerWait(
  store: Store,
  { key, version, until }: StoreWait,
  now: number,
): StoreAnswer | null {
  const changed = (store.entries.get(key)?.version ?? null) !== version;
  return changed || !(now < until) ? getEntry(store, key) : null;
}
