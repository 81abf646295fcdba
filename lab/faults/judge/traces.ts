import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRST_HEAD } from '../../../core/audit/chain.ts';
import { readRecord } from '../../../core/audit/record.ts';
import { sha256 } from '../../../edge/keys/digest.ts';
import { TRACES } from './calls.ts';
import { idOf } from './faults.ts';

/** The ids of the calls that were executed in a workspace. */
export function tracesIn(workspace: string): string[] {
  return TRACES.flatMap((folder) => {
    const path = join(workspace, folder);
    return existsSync(path) ? readdirSync(path).filter((name) => /^c\d+x$/.test(name)) : [];
  });
}

/** What the record of one run says. */
export type Recorded = {
  /** Verdicts by the id of the call. */
  verdicts: Map<string, 'allow' | 'deny'>;
  /** The first line that does not verify, or null when the whole chain does. */
  broken: { line: number; because: string } | null;
};

/** Reads a record up to the first line that does not verify. */
export function readRecordOf(evidence: string): Recorded {
  const verdicts: Recorded['verdicts'] = new Map();
  const file = join(evidence, 'audit.jsonl');
  // A run that never began has no record, and should have no traces.
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  if (lines.at(-1) === '') lines.pop();
  let head = FIRST_HEAD;
  for (const [index, line] of lines.entries()) {
    const entry = readRecord(line, head);
    if (typeof entry === 'string') return { verdicts, broken: { line: index + 1, because: entry } };
    head = sha256(line);
    const id = entry.type === 'asked' ? idOf(entry.input.text) : undefined;
    if (id !== undefined && entry.type === 'asked') verdicts.set(id, entry.verdict);
  }
  return { verdicts, broken: null };
}
