import { grouped } from '../output/amounts.ts';

/** A text as long as it may be, and how many characters are missing at its end. */
export type Cut = { text: string; cut: number };

/** Cuts a text after so many characters (UTF-16 code units, no pair of them apart), with a mark where it ends. */
export function cutAt(text: string, most: number): Cut {
  if (text.length <= most) return { text, cut: 0 };
  const isPair = /[\uD800-\uDBFF]/.test(text.charAt(most - 1));
  const kept = text.slice(0, isPair ? most - 1 : most);
  const cut = text.length - kept.length;
  return { text: `${kept}\n${leftOut(cut)}`, cut };
}

/** Keeps so many characters of a text's end (no pair of them apart), with a mark where it begins. */
export function cutAtFront(text: string, most: number): Cut {
  if (text.length <= most) return { text, cut: 0 };
  const at = text.length - most;
  const cut = /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at + 1 : at;
  return { text: `${leftOut(cut)}\n${text.slice(cut)}`, cut };
}

function leftOut(characters: number): string {
  return `[… ${grouped(characters)} characters left out]`;
}
