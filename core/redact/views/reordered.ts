import { SEPARATOR } from '../known/lenses.ts';
import type { View } from './view.ts';

const LEAST = 16;
const MOST = 600;
/** Paragraphs of long texts are left: there are sixteen orders of each. */
const MOST_PARAGRAPH = 1500;
const ORDERS = [2, 3, 4, 5];
const WIDTHS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Long words, and whole paragraphs, with their characters back in order: rail fence, columns, neighbours swapped. */
export const reordered: View = {
  name: 'reordered',
  kind: 'respelling',
  of: (text, isLong) => {
    const words = [...longWords(text), ...(isLong ? [] : paragraphs(text))];
    if (words.length === 0) return [];
    const orders = [swapped, ...ORDERS.map(unfenced), ...WIDTHS.map(uncolumned)];
    return orders.map((order) => joined(words, order));
  },
};

/** Writes a word in another order into an array, from a place on. */
type Order = (word: Uint8Array, out: Uint8Array, first: number) => void;

function longWords(text: Uint8Array): Uint8Array[] {
  const words: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && (text[at] as number) > 32 && text[at] !== 0x60) continue;
    if (at - start >= LEAST && at - start <= MOST) words.push(text.subarray(start, at));
    start = at + 1;
  }
  return words;
}

/** Paragraphs of more than one word; where no blank line is, the whole text. */
function paragraphs(text: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && (text[at] !== 10 || text[at + 1] !== 10)) continue;
    const part = text.subarray(start, at);
    if (part.length >= LEAST && part.length <= MOST_PARAGRAPH && (part.includes(32) || part.includes(10)))
      found.push(part);
    start = at + 2;
  }
  return found;
}

function joined(words: readonly Uint8Array[], order: Order): Uint8Array {
  const out = new Uint8Array(words.reduce((sum, word) => sum + word.length + 1, 0));
  let end = 0;
  for (const word of words) {
    order(word, out, end);
    end += word.length;
    out[end++] = SEPARATOR;
  }
  return out;
}

function swapped(word: Uint8Array, out: Uint8Array, first: number): void {
  out.set(word, first);
  for (let at = 0; at + 1 < word.length; at += 2) {
    out[first + at] = word[at + 1] as number;
    out[first + at + 1] = word[at] as number;
  }
}

function unfenced(rails: number): Order {
  const period = 2 * rails - 2;
  return (word, out, first) => {
    let from = 0;
    for (let row = 0; row < rails; row++) {
      for (let at = row; at < word.length;) {
        out[first + at] = word[from++] as number;
        const down = period - 2 * (at % period);
        at += down > 0 && row < rails - 1 ? down : period - (at % period) + row;
      }
    }
  };
}

function uncolumned(width: number): Order {
  return (word, out, first) => {
    let from = 0;
    for (let column = 0; column < width; column++) {
      for (let at = column; at < word.length; at += width) out[first + at] = word[from++] as number;
    }
  };
}
