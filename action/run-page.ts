import { join } from 'node:path';
import type { Result } from '../core/output/result.ts';
import { isWithheld } from '../core/redact/gate.ts';
import { withinBytes } from '../core/report/within-bytes.ts';
import { writeArtifact } from '../edge/files/artifact-folder.ts';
import { readRecordFile } from '../edge/report/read-record.ts';
import type { Desk } from './desk.ts';

/** What of a record goes into the page, in bytes: about 1,000 calls. Passing the gate takes five seconds for so many. */
const MOST = 800_000;

/**
 * Writes `report.html` into the artifact folder: the page about the run that `dispatch report` makes. Returns its path,
 * or null when there is none. A page is a courtesy: why it could not be made is said in the log, and changes nothing.
 */
export async function writeRunPage(result: Result, folder: string, desk: Desk): Promise<string | null> {
  try {
    const record = await readRecordFile(join(folder, 'audit.jsonl'), result.audit_head, MOST);
    const made = desk.page({
      kind: 'run',
      name: result.job_id ?? result.agent,
      result,
      resultProblem: null,
      record: record === null ? null : withinBytes(record, MOST),
      masked: [],
    });
    if (isWithheld(made)) return without(desk, `it is withheld: ${made.because}`);
    await writeArtifact(folder, 'report.html', made.html);
    return join(folder, 'report.html');
  } catch (error) {
    return without(desk, error instanceof Error ? error.message : String(error));
  }
}

function without(desk: Desk, why: string): null {
  desk.say(`there is no report.html: ${why}`);
  return null;
}
