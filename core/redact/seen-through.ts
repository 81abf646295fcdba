import { fold } from './fold.ts';
import { binaryString, sameBytes, utf8 } from './known/bytes.ts';
import { inflated, type Inflate } from './known/inflated.ts';
import type { Known } from './known/known.ts';
import { skeleton } from './known/lenses.ts';
import { readable } from './known/readable.ts';
import { base64 } from './views/base64.ts';
import { hex } from './views/hex.ts';
import { unescapedStages } from './views/unescaped.ts';
import type { Decoding } from './views/view.ts';

const MAX_DEPTH = 4;
const MAX_TEXTS = 2000;
/** So many letters and digits in a row of a value are no accident in a text that is known to hide it. */
const PIECE = 10;

type Step = { readonly bytes: Uint8Array; readonly path: readonly string[] };

/**
 * What has to be undone, in order, until a known value shows in a short stretch of bytes: `base64, then hex`. For
 * people: whether something is hidden there has been decided by `explore`.
 */
export function seenThrough(bytes: Uint8Array, known: Known, inflate?: Inflate): string {
  const steps: Step[] = [{ bytes, path: [] }];
  for (let at = 0; at < steps.length && at < MAX_TEXTS; at++) {
    const step = steps[at] as Step;
    if (showsRaw(step.bytes, known)) return step.path.join(', then ');
    if (step.path.length < MAX_DEPTH) steps.push(...undone(step, inflate));
  }
  for (const step of steps) {
    const lens = lensOf(step.bytes, known);
    if (lens !== null) return [...step.path, lens].join(', then ');
  }
  return 'a disguise';
}

function undone({ bytes, path }: Step, inflate: Inflate | undefined): Step[] {
  const plain = fold(bytes);
  const stages = unescapedStages(bytes)
    .slice(1)
    .map((stage) => ({ bytes: stage, path: [...path, 'escapes'] }));
  const folded = sameBytes(plain, bytes) ? [] : [{ bytes: plain, path: [...path, 'look-alikes'] }];
  return [...folded, ...stages, ...[base64, hex].flatMap((view) => decoded(view, { bytes, path }, inflate))];
}

function decoded(view: Decoding, { bytes, path }: Step, inflate: Inflate | undefined): Step[] {
  // Copies, since they are kept: the bytes themselves are written over.
  const all = view
    .of(bytes, false)
    .map(({ bytes: room, starts }) => ({ bytes: room.slice(), starts: starts.slice() }));
  return all.flatMap((one) => {
    const unpacked = inflate === undefined ? [] : inflations(one, inflate);
    const texts = [one.bytes, readable(one.bytes)].filter((text) => text.length > 0);
    return [
      ...texts.map((text) => ({ bytes: text, path: [...path, view.name] })),
      ...unpacked.map((text) => ({ bytes: text, path: [...path, view.name, 'compression'] })),
    ];
  });
}

function inflations(decoded: Parameters<typeof inflated>[0], inflate: Inflate): Uint8Array[] {
  return [...inflated(decoded, inflate, false)]
    .map(({ run }) => run())
    .filter((bytes) => bytes !== null && bytes !== 'too-long');
}

function showsRaw(bytes: Uint8Array, known: Known): boolean {
  let shows = false;
  known.raw.scan(bytes, () => {
    shows = true;
  });
  return shows;
}

function lensOf(bytes: Uint8Array, known: Known): string | null {
  const bones = skeleton(bytes);
  let owner: number | null = null;
  known.bones.scan(bones, (_start, _end, pattern) => {
    owner ??= pattern.owner;
  });
  if (owner === null) return null;
  const value = skeleton(utf8(known.values[owner]?.text ?? ''));
  return sharesPiece(bones, value) ? 'separators or another case' : 'another alphabet or order';
}

function sharesPiece(left: Uint8Array, right: Uint8Array): boolean {
  const [text, value] = [binaryString(left), binaryString(right)];
  const piece = Math.min(PIECE, value.length);
  for (let at = 0; at + piece <= value.length; at++)
    if (text.includes(value.slice(at, at + piece))) return true;
  return false;
}
