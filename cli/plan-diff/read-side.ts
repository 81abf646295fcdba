import { readFile } from 'node:fs/promises';
import { problemLine } from '../../core/config/problem.ts';
import type { Config } from '../../core/config/config.ts';
import { readConfig } from '../../core/config/read.ts';
import type { PlanSide } from '../../core/profile/plan-diff.ts';
import { planSides, promptFiles } from '../../core/profile/plan-side.ts';
import { isRefusal, refusalLine, type Refusal } from '../../core/refusal.ts';
import { fileAt } from '../../edge/runner/file-at.ts';

/** Reads a file of one of the two sides; null when the side does not have it. */
export type ReadFile = (path: string) => Promise<string | null | Refusal>;

/** The files of a revision of the repository that we are in. */
export function atRevision(revision: string): ReadFile {
  return (path) => fileAt(process.cwd(), revision, path);
}

/** The files on the disk. */
export function onDisk(): ReadFile {
  return (path) => readFile(path, 'utf8').catch(() => null);
}

/** One side: its configuration, null where it has none, and the plans of its agents. */
export type Side = { config: Config | null; plans: PlanSide[] };

/**
 * One side; lines that say what is wrong when its configuration cannot be read. A side
 * without the file has no agents. The text of a prompt file stands for the file, so that its changes are seen.
 */
export async function readSide(name: string, path: string, read: ReadFile): Promise<Side | string[]> {
  const text = await read(path);
  if (isRefusal(text)) return [refusalLine(text)];
  if (text === null) return { config: null, plans: [] };
  const config = readConfig(text, `${name}:${path}`);
  if ('problems' in config) return config.problems.map(problemLine);
  const prompts = new Map<string, string>();
  for (const file of promptFiles(config.config)) {
    const prompt = await read(file);
    if (typeof prompt === 'string') prompts.set(file, prompt);
  }
  const plans = planSides(config.config, { prompt: (file) => prompts.get(file) ?? null });
  return { config: config.config, plans };
}

/** Tells what is wrong from plans. A side without agents is no mistake. */
export function isMistaken(side: Side | string[]): side is string[] {
  return Array.isArray(side);
}
