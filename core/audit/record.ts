import { canonicalJson, type Json } from './canonical.ts';
import { FIRST_HEAD, linkOf, NOT_LINKED, OTHER_END, type Sha256 } from './chain.ts';
import { AuditEntry } from './entry.ts';

/** Longest line that can be a record: its longest texts, every character escaped. In bytes. */
export const LONGEST_LINE = 131_072;

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
  const link = linkOf(line);
  if (typeof link === 'string') return link;
  const read = AuditEntry.safeParse(link.entry);
  if (!read.success) return 'the line is not an audit record';
  return link.previous === head ? read.data : NOT_LINKED;
}
