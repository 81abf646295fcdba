import { z } from 'zod';
import { finding, type Finding, type Path } from './problem.ts';

/** What an agent is given of what its run is about, with the limits of each part; nothing of a part that is null. */
export type PlannedContext = {
  /** `kb`: 1024 characters each. */
  thread: { comments: number; kb: number } | null;
  diff: { kb: number } | null;
  failures: { jobs: number; kb: number } | null;
};

type PartName = keyof PlannedContext;

/** Each part with the limits that it has when none are said. */
export const contextDefaults = {
  thread: { comments: 20, kb: 32 },
  diff: { kb: 64 },
  failures: { jobs: 3, kb: 32 },
} as const;

/** Their names, in the order in which an agent is given them. */
export const contextParts = Object.keys(contextDefaults) as PartName[];

const kb = (most: number) => z.int().min(1).max(most);
const Thread = z.strictObject({ comments: z.int().min(0).max(100), kb: kb(256) }).partial();
const Diff = z.strictObject({ kb: kb(1024) }).partial();
const Failures = z.strictObject({ jobs: z.int().min(1).max(10), kb: kb(256) }).partial();

/** The parts by name, or with some of their limits: `[thread, { diff: { kb: 128 } }]`. */
export const WrittenContext = z
  .array(
    z.union([
      z.enum(['thread', 'diff', 'failures']),
      z.strictObject({
        thread: Thread.describe('Limits: comments, 0 to 100 (default 20), and kb, 1 to 256 (default 32).'),
      }),
      z.strictObject({ diff: Diff.describe('Limits: kb, 1 to 1024 (default 64).') }),
      z.strictObject({
        failures: Failures.describe('Limits: jobs, 1 to 10 (default 3), and kb, 1 to 256 (default 32).'),
      }),
    ]),
  )
  .max(contextParts.length)
  .refine((entries) => new Set(entries.map(nameOf)).size === entries.length, 'names a part twice');
export type WrittenContext = z.infer<typeof WrittenContext>;

/** The parts of the context of an agent, with every limit set. */
export function plannedContext(written: WrittenContext): PlannedContext {
  const planned = (part: PartName) => {
    const entry = written.find((one) => nameOf(one) === part);
    return entry === undefined ? null : { ...contextDefaults[part], ...limitsIn(entry, part) };
  };
  return Object.fromEntries(contextParts.map((part) => [part, planned(part)])) as PlannedContext;
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
    `Write ${contextWants}. thread has comments (0 to 100) and kb (1 to 256), diff has kb (1 to 1024), failures has jobs (1 to 10) and kb (1 to 256).`,
  );
}

/** What `context` wants, in words. */
export const contextWants =
  'a list that holds some of thread, diff and failures, such as [thread, { diff: { kb: 64 } }]';

function nameOf(entry: string | object): string {
  return typeof entry === 'string' ? entry : (Object.keys(entry)[0] ?? '');
}

function limitsIn(entry: string | object, name: string): object {
  return typeof entry === 'string' ? {} : ((entry as Record<string, object>)[name] ?? {});
}

/** The parts with their limits, in words; `the task and the last commit only` when there are none. */
export function contextWords({
  thread = null,
  diff = null,
  failures = null,
}: Partial<PlannedContext>): string {
  const parts = [
    ...(thread === null ? [] : [`thread, ${thread.comments} comments, ${thread.kb} kb`]),
    ...(diff === null ? [] : [`diff, ${diff.kb} kb`]),
    ...(failures === null ? [] : [`logs of failed jobs, ${failures.jobs}, ${failures.kb} kb`]),
  ];
  return parts.join('; ') || 'the task and the last commit only';
}
