/** How far such a work is: told whenever an item is begun or done. */
export type OnMove<Item> = (done: number, now: readonly Item[]) => void;

/**
 * Works on a list, so many items at a time, in its order, and beside them on one of those that mostly wait, where more than
 * one may go at a time. Once there are no others left, these go side by side, too. Stops taking new ones when it is
 * interrupted.
 */
export async function sideBySide<Item>(
  items: readonly Item[],
  {
    jobs,
    signal,
    onMove,
    waits = () => false,
  }: { jobs: number; signal: AbortSignal; onMove: OnMove<Item>; waits?: (item: Item) => boolean },
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const busy = items.filter((item) => !waits(item));
  const waiting = items.filter(waits);
  const now = new Set<Item>();
  let done = 0;
  const worker = async (take: () => Item | undefined) => {
    for (let next = take(); next !== undefined && !signal.aborted; next = take()) {
      onMove(done, [...now.add(next)]);
      await work(next);
      now.delete(next);
      done += 1;
    }
  };
  const beside = jobs > 1 ? [worker(() => waiting.shift())] : [];
  await Promise.all([
    ...beside,
    ...Array.from({ length: jobs }, () => worker(() => busy.shift() ?? waiting.shift())),
  ]);
}
