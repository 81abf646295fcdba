import { pointAt, sequenceLength } from '../known/bytes.ts';
import { packed } from './symbols.ts';
import type { Decoded, View } from './view.ts';

const LEAST = 6;

/** Characters that nobody sees: tags as ASCII, variation selectors as bytes, two zero-width ones as bits. */
export const hiddenBits: View = {
  name: 'hidden-bits',
  kind: 'decoding',
  of: (text) => {
    const points = invisible(text);
    if (points.length < LEAST) return [];
    const ascii = points.flatMap((point) => (point >= 0xe0020 && point < 0xe0080 ? [point - 0xe0000] : []));
    const bytes = points.flatMap((point) =>
      point >= 0xfe00 && point < 0xfe10
        ? [point - 0xfe00]
        : point >= 0xe0100 && point < 0xe01f0
          ? [point - 0xe0100 + 16]
          : [],
    );
    const list = (found: number[]): Decoded => ({ bytes: Uint8Array.from(found), starts: [] });
    return [list(ascii), list(bytes), ...zeroWidth(points)].filter((found) => found.bytes.length >= LEAST);
  },
};

function invisible(text: Uint8Array): number[] {
  const points: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const first = text[at] as number;
    if (first !== 0xe2 && first !== 0xef && first !== 0xf3) continue;
    const length = sequenceLength(text, at);
    if (length < 3) continue;
    const point = pointAt(text, at, length);
    const isZero =
      (point >= 0x200b && point <= 0x200f) || (point >= 0x2060 && point <= 0x2064) || point === 0xfeff;
    if (isZero || (point >= 0xfe00 && point < 0xfe10) || point >= 0xe0000) points.push(point);
  }
  return points;
}

function zeroWidth(points: readonly number[]): Decoded[] {
  const zeros = points.filter((point) => point < 0xfe00 || point === 0xfeff);
  const [one, other] = [...new Set(zeros)].slice(0, 2);
  if (one === undefined || other === undefined) return [];
  const marks = Uint8Array.from(
    zeros.filter((point) => point === one || point === other),
    (point) => (point === one ? 0 : 1),
  );
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((phase) => [
    packed(marks, 1, phase),
    packed(
      marks.map((bit) => 1 - bit),
      1,
      phase,
    ),
  ]);
}
