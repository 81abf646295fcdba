/** Work in order: one piece at a time per lane, lanes beside one another. */
export type Lanes = {
  add(lane: number, work: () => Promise<void>): void;
  /** Resolves when no work is waiting or under way. */
  idle(): Promise<void>;
  /** Lets the work under way finish and drops what has not begun. */
  stop(): Promise<void>;
};

/**
 * A lane is a repository. Its events are handled in the order they came, so that a run's end is never
 * handled before the comment that started it; a slow repository holds up no other.
 * `failed` hears of work that threw, which is a defect.
 */
export function openLanes(failed: (error: unknown) => void): Lanes {
  const ends = new Map<number, Promise<void>>();
  let stopping = false;
  const idle = async (): Promise<void> => {
    while (ends.size > 0) await Promise.all(ends.values());
  };
  return {
    add(lane, work) {
      if (stopping) return;
      const before = ends.get(lane) ?? Promise.resolve();
      const end = before
        .then(() => (stopping ? undefined : work()))
        .catch(failed)
        .finally(() => {
          if (ends.get(lane) === end) ends.delete(lane);
        });
      ends.set(lane, end);
    },
    idle,
    stop() {
      stopping = true;
      return idle();
    },
  };
}
