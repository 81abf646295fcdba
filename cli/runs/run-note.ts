import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** What is known of a local run besides its result: `run.json` in its folder. Times in ISO 8601, UTC. */
export const RunNote = z.strictObject({
  version: z.literal(1),
  id: z.string().max(200),
  agent: z.string().max(200),
  task: z.string().max(100_000),
  /** The top of the repository, on this machine. */
  repository: z.string().max(5000),
  /** The commit that the agent worked on. */
  commit: z.string().max(64),
  /** Whether that commit holds changes that are nowhere committed. */
  uncommitted: z.boolean(),
  /** Whether the answers came from a script: nothing was spent then. */
  scripted: z.boolean(),
  began: z.iso.datetime(),
  ended: z.iso.datetime().nullable(),
  /** The exit code of the step; null until it ended. */
  exit: z.number().int().nullable(),
  /** The process that runs it. */
  pid: z.number().int().positive(),
});
export type RunNote = z.infer<typeof RunNote>;

const FILE = 'run.json';

/** Writes the note of a run into its folder, at once: whoever reads it meanwhile sees the one before. */
export function writeRunNote(folder: string, note: RunNote): void {
  const beside = join(folder, `.${FILE}`);
  writeFileSync(beside, `${JSON.stringify(note, null, 2)}\n`, { mode: 0o600 });
  renameSync(beside, join(folder, FILE));
}

/** Reads the note of the run in a folder; null where there is none that can be read. */
export function readRunNote(folder: string): RunNote | null {
  try {
    const read = RunNote.safeParse(JSON.parse(readFileSync(join(folder, FILE), 'utf8')));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}
