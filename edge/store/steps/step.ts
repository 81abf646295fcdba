/** One step of the schema, in each engine's words. */
export type Step = { sqlite: string; postgres: string };

/** A step in words that differ in their types only. Postgres has no `rowid`: each of its tables gets one. */
export function both(sqlite: string): Step {
  const postgres = sqlite
    .replaceAll(/\bINTEGER\b/g, 'BIGINT')
    .replaceAll("NOT GLOB '*[^0-9a-f]*'", "!~ '[^0-9a-f]'")
    .replaceAll(') STRICT;', ', rowid BIGINT GENERATED ALWAYS AS IDENTITY);');
  return { sqlite, postgres };
}
