import type { PhrasingContent } from 'mdast';
import { inertPhrasing, type Pass } from './inert-phrasing.ts';

/** What inline content became when it was made plain, and the texts of it that were shown to `redact`, in order. */
type Made = { readonly nodes: PhrasingContent[]; readonly texts: readonly string[] };

/** The same of every content of a text, by its nodes: with line breaks, and where there can be none. */
export type InertMemory = Record<'lines' | 'line', Map<readonly PhrasingContent[], Made>>;

/** Before the first pass over a text. */
export function noMemory(): InertMemory {
  return { lines: new Map(), line: new Map() };
}

/**
 * A pass that changes no text and adds to `texts` what it is shown. What an earlier one made is not made again: most of
 * a text is read back as it was written.
 */
export function gatheringPass(
  { allowed }: Pick<Pass, 'allowed'>,
  texts: string[],
  memory: InertMemory,
): Pass {
  const redact = (text: string): string => {
    texts.push(text);
    return text;
  };
  const pass: Pass = {
    allowed,
    redact,
    phrasing(content, breaks) {
      const known = memory[breaks ? 'lines' : 'line'];
      const before = known.get(content);
      if (before !== undefined) {
        for (const text of before.texts) texts.push(text);
        return before.nodes;
      }
      const first = texts.length;
      const nodes = inertPhrasing(content, pass, breaks);
      known.set(content, { nodes, texts: texts.slice(first) });
      return nodes;
    },
  };
  return pass;
}
