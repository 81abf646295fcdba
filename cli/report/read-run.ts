import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { readResult, type Result } from '../../core/output/result.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { readArtifactFile } from '../../edge/files/artifact-folder.ts';
import { readRecordFile } from '../../edge/report/read-record.ts';

/** Whether a folder holds what a run leaves behind. */
export function isRunFolder(folder: string): boolean {
  return existsSync(join(folder, 'result.json')) || existsSync(join(folder, 'audit.jsonl'));
}

/** The result in a folder; or, as a text, why there is none. Whoever made the folder may be hostile. */
export async function resultIn(folder: string): Promise<Result | string> {
  const text = await readArtifactFile(folder, 'result.json');
  if (isRefusal(text)) return text.because;
  const result = readResult(text);
  return isRefusal(result) ? result.because : result;
}

/** What a page about the run in a folder is made of. */
export async function readRun(folder: string): Promise<RunPage> {
  const result = await resultIn(folder);
  const isRead = typeof result !== 'string';
  return {
    kind: 'run',
    name: basename(resolve(folder)),
    result: isRead ? result : null,
    resultProblem: isRead ? null : result,
    record: await readRecordFile(join(folder, 'audit.jsonl'), isRead ? result.audit_head : null),
    masked: [],
  };
}
