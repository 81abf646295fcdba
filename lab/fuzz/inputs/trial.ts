/** One hostile input, and what has to be true of what our reader makes of it. */
export type Trial = {
  /** The input as a report may show it. */
  shown: string;
  /** What is measured: our reader, and nothing else. */
  read: () => unknown;
  /** What is wrong with what was read; null when nothing is. */
  wrong: (read: unknown) => string | null;
};

/** Makes the trial of one place in a seed. */
export type Subject = (seed: number, place: number) => Trial | Promise<Trial>;
