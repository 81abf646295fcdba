import { concat } from './known/bytes.ts';
import { explore } from './known/explore.ts';
import type { Inflate } from './known/inflated.ts';
import { needlesOf, type NamedValues } from './needles.ts';
import { findKnown, maskBytes, maskOf, merged, TOO_DEEP, type Finding } from './scan.ts';

/** A text in chunks on its way out. Holds back at most HELD bytes and what a block lacks. */
export type RedactStream = {
  /** Takes the next bytes and returns those that may leave. None leave after something was withheld. */
  readonly push: (chunk: Uint8Array) => Uint8Array;
  /** The last bytes. */
  readonly end: () => Uint8Array;
  /** Kinds because of which the stream was cut off; what came before has left. */
  readonly withheld: () => readonly string[];
};

/**
 * What else is to be masked in a stream. `find` is given every block with the place in the stream where it begins;
 * blocks overlap, by at least `held` bytes where nothing is masked, so that one of two holds all of what is shorter.
 */
export type Also = {
  readonly held: number;
  readonly find: (block: Uint8Array, at: number) => readonly Finding[];
};

export type StreamOptions = { readonly inflate?: Inflate; readonly also?: Also };

const BLOCK = 128 * 1024;
/** Longer than a value in any of the simple encodings, so that one of two blocks holds all of it. */
const LEAST_HELD = 8 * 1024;
const MOST_HELD = 64 * 1024;
const NOTHING = new Uint8Array(0);

/**
 * Masks known values in a stream of bytes in constant memory, whatever the chunks and the lines are. A
 * canary, or a value behind an escape, separators, base64 or hex, cuts the stream off.
 */
export function redactStream(secrets: NamedValues, options: StreamOptions = {}): RedactStream {
  const known = needlesOf(secrets);
  const held = Math.min(MOST_HELD, Math.max(LEAST_HELD, known.longest * 4, options.also?.held ?? 0));
  const buffer = new Uint8Array(BLOCK + held);
  let length = 0;
  let gone = 0;
  /** Whether what was let go of ends within something masked. */
  let isOpen = false;
  let kinds: string[] = [];

  const plainly = (block: Uint8Array): Finding[] =>
    merged([...(options.also?.find(block, gone) ?? []), ...findKnown(block, known)]);
  const disguised = (block: Uint8Array): string[] => {
    if (known.values.length === 0) return [];
    const { owners, exhausted } = explore(block, {
      known,
      effort: 'stream',
      inflate: options.inflate,
      onText() {},
    });
    return [...[...owners].map((owner) => known.values[owner]?.name ?? ''), ...(exhausted ? [TOO_DEEP] : [])];
  };
  /** Lets go of a block up to `cut`, or of less where a value begins before it and ends after. */
  const release = (cut: number): Uint8Array => {
    const block = buffer.subarray(0, length);
    const found = plainly(block);
    const canaries = found.filter((finding) => finding.canary).map((finding) => finding.kind);
    const masked = found.length === 0 ? block : maskBytes(block, found, length);
    kinds = canaries.length > 0 ? canaries : disguised(masked);
    if (kinds.length > 0) return NOTHING;
    const first = found.find(({ start, end }) => start < cut && end > cut)?.start ?? cut;
    // Masks side by side that fill a block have no border to wait for.
    const border = first === 0 ? cut : first;
    const ended = found.map((finding) => ({
      ...finding,
      end: Math.max(finding.start, Math.min(finding.end, border)),
    }));
    const out = maskBytes(
      block,
      ended.filter(({ start, end }) => end > start),
      border,
    );
    buffer.copyWithin(0, border, length);
    length -= border;
    gone += border;
    const goesOn = isOpen && found[0]?.start === 0 ? maskOf(found[0]).length : 0;
    isOpen = found.some(({ start, end }) => start < border && end > border);
    return out.subarray(goesOn);
  };

  return {
    push(chunk) {
      const parts: Uint8Array[] = [];
      for (let at = 0; at < chunk.length && kinds.length === 0;) {
        const taken = chunk.subarray(at, at + buffer.length - length);
        buffer.set(taken, length);
        length += taken.length;
        at += taken.length;
        if (length === buffer.length) parts.push(release(length - held));
      }
      const whole = kinds.length > 0 ? parts.slice(0, -1) : parts;
      return whole.length === 1 ? (whole[0] as Uint8Array) : concat(whole);
    },
    end: () => (kinds.length > 0 ? NOTHING : release(length)),
    withheld: () => [...new Set(kinds)],
  };
}
