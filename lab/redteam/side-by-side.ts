/** How far such a work is: told whenever an item is begun or done. */
export type OnMove<Item> = (done: number, now: readonly Item[]) => void;

/**
 * Works on a list, so many items at a time, in its order; of those that mostly wait one at a time, as long as there are
 * others that keep the machine busy. Stops taking new ones when it is interrupted.
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
  const left = [...items];
  const now = new Set<Item>();
  let done = 0;
  const take = (): Item | undefined => {
    const isOneWaiting = [...now].some(waits);
    const at = left.findIndex((item) => !isOneWaiting || !waits(item));
    return left.splice(Math.max(0, at), 1)[0];
  };
  const worker = async () => {
    for (let next = take(); next !== undefined && !signal.aborted; next = take()) {
      onMove(done, [...now.add(next)]);
      await work(next);
      now.delete(next);
      done += 1;
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
}
