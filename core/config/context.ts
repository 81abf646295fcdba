import { z } from 'zod';
import { finding, type Finding, type Path } from './problem.ts';

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

/** The entry that a path below `context` leads into; null for a path elsewhere. */
export function contextEntry(path: Path): Path | null {
  const at = path[0] === 'agents' ? 2 : path[0] === 'defaults' ? 1 : -1;
  return at > 0 && path[at] === 'context' && path.length > at + 1 ? path.slice(0, at + 2) : null;
}

/** What is wrong with an entry that the schema does not take. */
export function badContext(path: Path): Finding {
  return finding(
    path,
    '`context` holds an entry that is not taken.',
    `Write ${contextWants}. thread has comments (0 to 100) and kb (1 to 256), diff has kb (1 to 1024).`,
  );
}

/** What `context` wants, in words. */
export const contextWants = 'a list that holds thread, diff or both, such as [thread, { diff: { kb: 64 } }]';

function nameOf(entry: string | object): string {
  return typeof entry === 'string' ? entry : (Object.keys(entry)[0] ?? '');
}

function limitsIn(entry: string | object, name: string): unknown {
  return typeof entry === 'string' ? {} : (entry as Record<string, unknown>)[name];
}

/** The parts with their limits, in words; `the task and the last commit only` when there are none. */
export function contextWords({ thread = null, diff = null }: Partial<PlannedContext>): string {
  const parts = [
    ...(thread === null ? [] : [`thread, ${thread.comments} comments, ${thread.kb} kb`]),
    ...(diff === null ? [] : [`diff, ${diff.kb} kb`]),
  ];
  return parts.join('; ') || 'the task and the last commit only';
}
