import { canonicalJson, type Json } from './canonical.ts';
import { AuditEntry } from './entry.ts';

/** What the first record names as the one before it. */
export const FIRST_HEAD = '0'.repeat(64);

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export type Sha256 = (text: string) => string;

/**
 * One line of audit.jsonl, without its line feed, and the digest that the next line must name. The
 * entry's texts must be redacted already: masking a line afterwards breaks the chain. Throws a
 * ZodError for an entry that is none.
 */
export function append(
  previousHead: string,
  entry: AuditEntry,
  sha256: Sha256,
): { line: string; head: string } {
  const line = canonicalJson({ entry: AuditEntry.parse(entry) as Json, previous: previousHead });
  return { line, head: sha256(line) };
}

export type ChainOk = { readonly ok: true; readonly records: number; readonly head: string };
export type ChainBroken = {
  /** The first line that is wrong, counted from 1. */
  readonly broken: number;
  readonly because: string;
};

/** Why a log that chains is still not the one whose digest was published. */
export const OTHER_END = 'the log does not end with the record whose digest was published';

/**
 * Checks that every line is a record and names the one before it. A log that lost its end still
 * chains: pass the head that was published, so that this shows too.
 */
export function verifyChain(
  lines: readonly string[],
  sha256: Sha256,
  publishedHead?: string,
): ChainOk | ChainBroken {
  let head = FIRST_HEAD;
  for (const [index, line] of lines.entries()) {
    const read = readRecord(line, head);
    if (typeof read === 'string') return { broken: index + 1, because: read };
    head = sha256(line);
  }
  if (publishedHead !== undefined && publishedHead !== head) {
    return { broken: lines.length + 1, because: OTHER_END };
  }
  return { ok: true, records: lines.length, head };
}

/** One line of a log as its entry, or what is wrong with it. `head` is the digest of the line before. */
export function readRecord(line: string, head: string): AuditEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
    if (canonicalJson(value as Json) !== line) return 'the line is not in canonical form';
  } catch {
    return 'the line is not JSON';
  }
  const { entry, previous, ...rest } = Object(value) as Record<string, unknown>;
  const read = AuditEntry.safeParse(entry);
  if (Object.keys(rest).length > 0 || !read.success) return 'the line is not an audit record';
  return previous === head
    ? read.data
    : 'the record does not name the one before it: a record was changed, added or removed';
}
