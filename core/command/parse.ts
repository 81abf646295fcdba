import type { Misspelt, Parsed } from './parsed.ts';

export type { Misspelt, Parsed } from './parsed.ts';

/** Finds the `/dispatch` command of a comment. `null`: the comment holds none. Never throws. */
export function parse(body: string): Parsed | Misspelt | null {
  void body;
  return null;
}
