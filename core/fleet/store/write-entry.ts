import { byteLength } from '../../config/byte-length.ts';
import { objectionToWriting, storeName } from './store-key.ts';
import {
  notDone,
  toldJson,
  withTaint,
  type Store,
  type StoreCaller,
  type Stored,
  type StoreEntry,
} from './store.ts';

/** Writes a value, or with null removes it, whatever was there. */
export function setEntry(store: Store, caller: StoreCaller, key: string, value: string | null): Stored {
  const objection = objectionToWriting(key, caller.actor);
  if (objection !== null) return { store, answer: notDone(objection) };
  return value === null ? remove(store, caller, key) : put(store, caller, key, value);
}

/**
 * Writes a value, or with null removes it, if the key is still at that version; null: if it is not there. Of several
 * who ask from the same version one succeeds.
 */
export function compareAndSet(
  store: Store,
  caller: StoreCaller,
  { key, version, value }: { key: string; version: string | null; value: string | null },
): Stored {
  const objection = objectionToWriting(key, caller.actor);
  if (objection !== null) return { store, answer: notDone(objection) };
  const entry = store.entries.get(key);
  // What the answer tells, that a key is there or is not, is known from whoever made it so.
  const learned = entry?.taint ?? store.removed;
  if ((entry?.version ?? null) !== version)
    return {
      store,
      answer: notDone(
        `${key} is at ${entry === undefined ? 'no version: it is not there' : `the version ${entry.version}`}. Read it again, then decide.`,
        learned,
      ),
    };
  // Whether anything is written at all rests on what was there: whoever reads it learns that, too.
  const knowing = { ...caller, taint: withTaint(caller.taint, learned) };
  const { store: next, answer } = setEntry(store, knowing, key, value);
  return { store: next, answer: { ...answer, taint: withTaint(answer.taint, learned) } };
}

function put(store: Store, caller: StoreCaller, key: string, value: string): Stored {
  const { actor, taint } = caller;
  const count = (store.writes.get(actor) ?? 0) + 1;
  const bytes = byteLength(key) + byteLength(value);
  const entry: StoreEntry = { value, writer: actor, version: `${storeName(actor)}-${count}`, bytes, taint };
  const full = objectionToSize(store, key, entry, byteLength(value));
  if (full !== null) return { store, answer: full };
  const next: Store = {
    ...store,
    entries: new Map(store.entries).set(key, entry),
    writes: new Map(store.writes).set(actor, count),
  };
  return { store: next, answer: toldJson({ key, version: entry.version }, []) };
}

function remove(store: Store, { taint }: StoreCaller, key: string): Stored {
  const entries = new Map(store.entries);
  const removed = entries.delete(key) ? withTaint(store.removed, taint) : store.removed;
  return { store: { ...store, entries, removed }, answer: toldJson({ key, version: null }, []) };
}

/** How much there would be with the entry in its place, and why that is too much; null when it is not. */
function objectionToSize(store: Store, key: string, entry: StoreEntry, valueBytes: number) {
  const { limits } = store;
  if (valueBytes > limits.valueBytes)
    return notDone(`The value takes ${valueBytes} bytes and may take ${limits.valueBytes}. Make it shorter.`);
  const after = [...store.entries].filter(([other]) => other !== key).map(([, other]) => other);
  const mine = [...after.filter(({ writer }) => writer === entry.writer), entry];
  after.push(entry);
  const full =
    over('You would hold', mine, limits.actorKeys, limits.actorBytes) ??
    over('The store would hold', after, limits.keys, limits.bytes);
  // That it is full is told by everybody who filled it.
  return full === null ? null : notDone(full, [...new Set(after.flatMap(({ taint }) => taint))]);
}

function over(who: string, entries: readonly StoreEntry[], keys: number, most: number): string | null {
  const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
  if (entries.length <= keys && bytes <= most) return null;
  return `${who} ${entries.length} keys with ${bytes} bytes, and may hold ${keys} with ${most}. Remove some (store_set with value null) or write less.`;
}
