import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { noCalls, type CallCounts } from '../../core/audit/call-counts.ts';
import { AuditEntry, auditInput } from '../../core/audit/entry.ts';
import { FIRST_HEAD } from '../../core/audit/chain.ts';
import { append } from '../../core/audit/record.ts';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { sha256 } from '../keys/digest.ts';

/** A tool call's input for the record: redacted, with the digest of what it was before. */
export type RecordedInput = { redacted: Outbound; sha256: string };

/** The record of one run: one line per thing that happened, each carrying the digest of the one before. */
export type AuditLog = {
  /** Writes an entry (JSON that passed the gate) before it returns. Throws when it cannot be written. */
  record: (entry: Outbound, input?: RecordedInput) => void;
  /** How many records of calls were written. */
  calls: () => CallCounts;
  /** SHA-256 of the last record, as hex. */
  head: () => string;
  close: () => void;
};

/**
 * A record of so many bytes takes no further call: what leaves the run has to be small enough for whoever reads it. 500
 * turns of 20 calls each fit at their largest, 100,000 as they usually are. What else happens is bounded by the calls.
 */
const MOST_BYTES = 68 * 1024 * 1024;

/**
 * Opens a new `audit.jsonl` in `folder`. Fails when there is one already: no run continues another's record. `most`: so
 * many bytes before it takes no further call.
 */
export function openAuditLog(folder: string, most = MOST_BYTES): AuditLog {
  const file = openSync(join(folder, 'audit.jsonl'), 'wx', 0o600);
  let head = FIRST_HEAD;
  let calls = noCalls;
  let bytes = 0;
  return {
    record(entry, input) {
      const read = readEntry(reveal(entry), input);
      if (read.type === 'asked' && bytes >= most) throw new Error(full(most, calls));
      const next = append(head, read, sha256);
      // Unlike one write, this goes on until all is written, or throws: a full disk takes a part first.
      writeFileSync(file, `${next.line}\n`);
      head = next.head;
      bytes += Buffer.byteLength(next.line) + 1;
      if (read.type === 'asked' || read.type === 'ended')
        calls = { ...calls, [read.type]: calls[read.type] + 1 };
    },
    calls: () => calls,
    head: () => head,
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function full(most: number, { asked }: CallCounts): string {
  return `it holds ${asked} calls in ${Math.floor(most / 1e6)} MB, and no record holds more`;
}

function readEntry(text: string, input: RecordedInput | undefined): AuditEntry {
  // A text that was cut, or that a model made up, may hold half a character, which a record cannot carry.
  const whole = (_key: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);
  const entry = JSON.parse(text, whole) as Record<string, unknown>;
  if (input) entry['input'] = auditInput(reveal(input.redacted), input.sha256);
  return AuditEntry.parse(entry);
}
