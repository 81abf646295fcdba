import { FIRST_HEAD, linkOf, NOT_LINKED, type Sha256 } from '../audit/chain.ts';

/** How far a chain was followed. `line` counts from 1. */
export type ChainSoFar =
  | { readonly ok: true; readonly lines: number; readonly head: string }
  | { readonly ok: false; readonly line: number; readonly because: string };

export const chainStart: ChainSoFar = { ok: true, lines: 0, head: FIRST_HEAD };

/** Follows a chain by some more lines. */
export function followChain(sofar: ChainSoFar, lines: readonly string[], sha256: Sha256): ChainSoFar {
  let at = sofar;
  for (const line of lines) {
    if (!at.ok) return at;
    const link = linkOf(line);
    const because = typeof link === 'string' ? link : link.previous === at.head ? null : NOT_LINKED;
    at =
      because === null
        ? { ok: true, lines: at.lines + 1, head: sha256(line) }
        : { ok: false, line: at.lines + 1, because };
  }
  return at;
}
