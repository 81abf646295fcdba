import type { Queue, Task } from '../queue.ts';

/**
 * The queue of an app that runs alone: in its memory. `unfinished` is what a stopped app left undone, from the
 * store, which alone is the truth. A slow repository holds up no other. `failed` hears of work that threw,
 * which is a defect.
 */
export function openLanes(unfinished: () => Promise<Task[]>, failed: (error: unknown) => void): Queue {
  const ends = new Map<number, Promise<void>>();
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
      .then(() => (stopping ? undefined : doIt(task)))
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
