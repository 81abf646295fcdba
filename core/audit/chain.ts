import { canonicalJson, type Json } from './canonical.ts';

/** What the first record names as the one before it. */
export const FIRST_HEAD = '0'.repeat(64);

/** SHA-256 of a text's UTF-8 bytes, in lower-case hex. */
export type Sha256 = (text: string) => string;

/** Why a log that chains is still not the one whose digest was published. */
export const OTHER_END = 'the log does not end with the record whose digest was published';

/** What a line says that does not name the line before it. */
export const NOT_LINKED =
  'the record does not name the one before it: a record was changed, added or removed';

/**
 * What one line of a log holds and which digest it names, or what is wrong with it. Says nothing about whether
 * the entry is one, so that a page can check a chain without knowing the form of every record.
 */
export function linkOf(line: string): { readonly entry: unknown; readonly previous: unknown } | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
    if (canonicalJson(value as Json) !== line) return 'the line is not in canonical form';
  } catch {
    return 'the line is not JSON';
  }
  const { entry, previous, ...rest } = Object(value) as Record<string, unknown>;
  return Object.keys(rest).length > 0 || entry === undefined
    ? 'the line is not an audit record'
    : { entry, previous };
}
