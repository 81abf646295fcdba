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
    const because = verifyLine(line, head);
    if (because !== null) return { broken: index + 1, because };
    head = sha256(line);
  }
  if (publishedHead !== undefined && publishedHead !== head) {
    return {
      broken: lines.length + 1,
      because: 'the log does not end with the record whose digest was published',
    };
  }
  return { ok: true, records: lines.length, head };
}

/** What is wrong with one line that should follow the record whose digest is `head`; null when nothing is. */
export function verifyLine(line: string, head: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
    if (canonicalJson(value as Json) !== line) return 'the line is not in canonical form';
  } catch {
    return 'the line is not JSON';
  }
  const { entry, previous, ...rest } = Object(value) as Record<string, unknown>;
  if (Object.keys(rest).length > 0 || !AuditEntry.safeParse(entry).success)
    return 'the line is not an audit record';
  return previous === head
    ? null
    : 'the record does not name the one before it: a record was changed, added or removed';
}
