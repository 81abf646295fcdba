import { readFileSync, rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from '../../../edge/store/store.ts';
import type { StoreStrike } from './order.ts';

type Hear = (method: string, when: StoreStrike['when'], given: unknown[]) => Promise<void>;
type Method = (...given: unknown[]) => unknown;

/** The store, with this process killed or stopped at the call of it that the file `path` names. */
export function struckStore(store: Store, path: string): Store {
  let hits = { id: '', seen: 0 };
  const hear: Hear = async (method, when, given) => {
    const strike = strikeIn(path);
    if (strike === null || strike.method !== method || strike.when !== when) return;
    if (strike.matching !== undefined && !new RegExp(strike.matching).test(JSON.stringify(given))) return;
    if (hits.id !== strike.id) hits = { id: strike.id, seen: 0 };
    hits.seen += 1;
    if (hits.seen !== strike.nth) return;
    if (strike.delay !== undefined) await sleep(strike.delay);
    // Whoever waits for a process that stands still sees by this that it does.
    if (strike.act === 'stop') rmSync(path);
    process.kill(process.pid, strike.act === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  };
  const parts = Object.entries(store).map(([name, part]) => [
    name,
    // The queue keeps nothing: what it hands out is in the other parts.
    typeof part === 'object' && name !== 'queue' ? watched(name, part, hear) : part,
  ]);
  return Object.fromEntries(parts) as Store;
}

function watched(name: string, part: object, hear: Hear): object {
  const methods = Object.entries(part as Record<string, Method>).map(([method, work]) => [
    method,
    async (...given: unknown[]) => {
      await hear(`${name}.${method}`, 'before', given);
      const answer = await work(...given);
      await hear(`${name}.${method}`, 'after', given);
      return answer;
    },
  ]);
  return Object.fromEntries(methods) as object;
}

function strikeIn(path: string): StoreStrike | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as StoreStrike;
  } catch {
    return null;
  }
}
