import { z } from 'zod';

/** What an agent is given of what its run is about, with the limits of each part; nothing of a part that is null. */
export type PlannedContext = {
  /** `kb`: 1024 characters each. */
  thread: { comments: number; kb: number } | null;
  diff: { kb: number } | null;
};

const kb = (most: number) => z.int().min(1).max(most);
const Thread = z.strictObject({ comments: z.int().min(0).max(100), kb: kb(256) }).partial();
const Diff = z.strictObject({ kb: kb(1024) }).partial();

export const contextDefaults = { thread: { comments: 20, kb: 32 }, diff: { kb: 64 } } as const;

/** The parts by name, or with some of their limits: `[thread, { diff: { kb: 128 } }]`. */
export const WrittenContext = z
  .array(
    z.union([
      z.enum(['thread', 'diff']),
      z.strictObject({
        thread: Thread.describe('Limits: comments, 0 to 100 (default 20), and kb, 1 to 256 (default 32).'),
      }),
      z.strictObject({ diff: Diff.describe('Limits: kb, 1 to 1024 (default 64).') }),
    ]),
  )
  .max(2)
  .refine((entries) => new Set(entries.map(nameOf)).size === entries.length, 'names a part twice');
export type WrittenContext = z.infer<typeof WrittenContext>;

/** The parts of the context of an agent, with every limit set. */
export function plannedContext(written: WrittenContext): PlannedContext {
  const planned: PlannedContext = { thread: null, diff: null };
  for (const entry of written) {
    if (nameOf(entry) === 'thread')
      planned.thread = { ...contextDefaults.thread, ...(limitsIn(entry, 'thread') as object) };
    else planned.diff = { ...contextDefaults.diff, ...(limitsIn(entry, 'diff') as object) };
  }
  return planned;
}

function nameOf(entry: string | object): string {
  return typeof entry === 'string' ? entry : (Object.keys(entry)[0] ?? '');
}

function limitsIn(entry: string | object, name: string): unknown {
  return typeof entry === 'string' ? {} : (entry as Record<string, unknown>)[name];
}
