import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { IndexPage } from '../../core/report/page-data.ts';
import { countedRow, noRowCount, runRow, type RunRow } from '../../core/report/run-row.ts';
import { followFile } from '../audit/follow-file.ts';
import { isRunFolder, resultIn } from './read-run.ts';

/** How deep below the folder runs are looked for: artifacts of several workflows, a local world. */
const DEEPEST = 8;
/** Runs in one index. */
const MOST = 10_000;

/** What a page about the runs below a folder is made of. Links to other folders are not followed. */
export async function readIndex(folder: string): Promise<IndexPage> {
  const runs: RunRow[] = [];
  const unreadable: { name: string; because: string }[] = [];
  for await (const found of runFolders(folder, DEEPEST)) {
    const name = relative(folder, found).split(sep).join('/') || basename(resolve(folder));
    if (runs.length + unreadable.length >= MOST) {
      unreadable.push({
        name,
        because: `an index holds ${MOST} runs at most: this one and those after it are left out`,
      });
      break;
    }
    const row = await rowOf(folder, found, name);
    if (typeof row === 'string') unreadable.push({ name, because: row });
    else runs.push(row);
  }
  return { kind: 'index', name: basename(resolve(folder)), runs, unreadable, masked: [] };
}

async function rowOf(folder: string, found: string, name: string): Promise<RunRow | string> {
  const result = await resultIn(found);
  if (typeof result === 'string') return result;
  const record = join(found, 'audit.jsonl');
  let count = noRowCount();
  if (existsSync(record)) {
    const { objected } = await followFile(record, result.audit_head ?? undefined, (entry) => {
      count = countedRow(count, entry);
    });
    if (objected !== null) return `its record does not hold: ${objected.because} (line ${objected.broken})`;
  }
  const page = join(found, 'report.html');
  return runRow(name, existsSync(page) ? relative(folder, page).split(sep).join('/') : null, result, count);
}

async function* runFolders(folder: string, depth: number): AsyncGenerator<string> {
  if (isRunFolder(folder)) yield folder;
  if (depth === 0) return;
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1)))
    if (entry.isDirectory()) yield* runFolders(join(folder, entry.name), depth - 1);
}
