import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { append, firstHead, type AuditEntry } from '../../core/audit/record.ts';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { sha256 } from '../keys/digest.ts';

/** The record of one run: one line per thing that happened, each carrying the digest of the one before. */
export type AuditLog = {
  /** Writes an entry (JSON that passed the gate) before it returns. Throws when it cannot be written. */
  record(entry: Outbound): void;
  /** SHA-256 of the last record, as hex. */
  head(): string;
  close(): void;
};

/** Opens a new `audit.jsonl` in `folder`. Fails when there is one already: a record is never continued by another run. */
export function openAuditLog(folder: string): AuditLog {
  const file = openSync(join(folder, 'audit.jsonl'), 'wx', 0o600);
  let head = firstHead;
  return {
    record(entry) {
      const next = append(head, readEntry(reveal(entry)), sha256);
      writeSync(file, `${next.line}\n`);
      head = next.head;
    },
    head: () => head,
    close() {
      fsyncSync(file);
      closeSync(file);
    },
  };
}

function readEntry(text: string): AuditEntry {
  return JSON.parse(text) as AuditEntry;
}
