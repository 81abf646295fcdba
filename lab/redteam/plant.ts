import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PlacedFile } from './scenario.ts';
import type { Stage } from './stage.ts';

/** Whether git carries such a file: plain files, executables and links, not below a `.git`. */
export function isCommitted(file: PlacedFile): boolean {
  if (file.in !== 'workspace' || /(^|\/)\.git(\/|$)/i.test(file.path)) return false;
  if (file.link !== undefined) return true;
  return file.text !== undefined && ['644', '0644', '755', '0755', undefined].includes(file.mode);
}

/**
 * The script of the step that puts into the checkout and into RUNNER_TEMP what a clone cannot bring: hard
 * links, odd modes, folders, and what lies in `.git`.
 */
export async function writePlantScript(stage: Stage, files: readonly PlacedFile[]): Promise<string> {
  const lines = ['set -eu'];
  const store = join(stage.scripts, 'files');
  await mkdir(store);
  let serial = 0;
  for (const file of files) {
    if (isCommitted(file) || (file.in !== 'workspace' && file.in !== 'temp')) continue;
    const base = file.in === 'temp' ? '"$RUNNER_TEMP"' : '"$GITHUB_WORKSPACE"';
    const path = `${base}/${quoted(file.path)}`;
    lines.push(`mkdir -p -- "$(dirname -- ${path})"`);
    if (file.link !== undefined) lines.push(`ln -sfn -- ${quoted(file.link)} ${path}`);
    if (file.folder) lines.push(`mkdir -p -- ${path}`);
    if (file.hardlink !== undefined)
      lines.push(`ln -f -- ${quoted(join(stage.outside, file.hardlink))} ${path}`);
    if (file.text !== undefined) {
      const kept = join(store, String((serial += 1)));
      await writeFile(kept, file.text);
      lines.push(`cp -- ${quoted(kept)} ${path}`);
    }
    if (file.mode !== undefined) lines.push(`chmod ${file.mode} -- ${path}`);
  }
  return writeScript(stage, 'plant', lines.join('\n'));
}

/** Writes a bash script of the job and returns its path. */
export async function writeScript(stage: Stage, name: string, text: string): Promise<string> {
  const path = join(stage.scripts, `${name}.sh`);
  await writeFile(path, `${text}\n`);
  return path;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
