import type { Queue, Task } from '../queue.ts';
import { endOfTurn } from './turn.ts';

/** So many lanes are worked in at a time, as by a replica on Postgres: a flood must not fill the memory with work. */
const AT_ONCE = 20;

/**
 * The queue of an app that runs alone: in its memory. `unfinished` is what a stopped app left undone, from the
 * store, which alone is the truth. A slow repository holds up no other. `failed` hears of work that threw,
 * which is a defect.
 */
export function openLanes(unfinished: () => Promise<Task[]>, failed: (error: unknown) => void): Queue {
  const ends = new Map<number, Promise<void>>();
  const inSlot = openSlots(AT_ONCE);
  let work: ((task: Task) => Promise<void>) | undefined;
  let stopping = false;
  const idle = async (): Promise<void> => {
    while (ends.size > 0) await Promise.all(ends.values());
  };
  const add = async (task: Task): Promise<void> => {
    // Before the start it is in the store only, and found there.
    if (stopping || work === undefined) return;
    const doIt = work;
    const before = ends.get(task.lane) ?? Promise.resolve();
    const end = before
      .then(() => inSlot(async () => (stopping ? undefined : doIt(task))))
      .catch(failed)
      .finally(() => {
        if (ends.get(task.lane) === end) ends.delete(task.lane);
      });
    ends.set(task.lane, end);
  };
  return {
    add,
    async start(given) {
      work = given;
      for (const task of await unfinished()) await add(task);
    },
    idle,
    stop() {
      stopping = true;
      return idle();
    },
  };
}

/** Does so many pieces of work at once, the first that came first. Each lets those who listen go before it. */
function openSlots(count: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let free = count;
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => void waiting.push(resolve));
    await endOfTurn();
    try {
      await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
