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

/** Opens a new `audit.jsonl` in `folder`. Fails when there is one already: no run continues another's record. */
export function openAuditLog(folder: string): AuditLog {
  const file = openSync(join(folder, 'audit.jsonl'), 'wx', 0o600);
  let head = FIRST_HEAD;
  let calls = noCalls;
  return {
    record(entry, input) {
      const read = readEntry(reveal(entry), input);
      const next = append(head, read, sha256);
      // Unlike one write, this goes on until all is written, or throws: a full disk takes a part first.
      writeFileSync(file, `${next.line}\n`);
      head = next.head;
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

function readEntry(text: string, input: RecordedInput | undefined): AuditEntry {
  // A text that was cut, or that a model made up, may hold half a character, which a record cannot carry.
  const whole = (_key: string, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value);
  const entry = JSON.parse(text, whole) as Record<string, unknown>;
  if (input) entry['input'] = auditInput(reveal(input.redacted), input.sha256);
  return AuditEntry.parse(entry);
}
