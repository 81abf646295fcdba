import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** A text that can be asked for values, as they are or in disguise. */
export type Searched = { holds(value: string): boolean };

/** Fewer characters of an encoded value prove nothing. */
const SHORTEST = 10;
const MOST_PACKED = 200;
const LARGEST_UNPACKED = 16_000_000;

/**
 * Prepares a text to be searched. Values are found plain, backwards, rotated, in base64 at any alignment, hex,
 * URL escapes and decimal codes, in two of these one on the other, with anything but letters and digits in
 * between, in every second letter, in base32, in escapes of JSON, and in what was packed with gzip or zlib and
 * written in base64 or hex.
 */
export function searched(text: string): Searched {
  const texts = [text, unescaped(text), ...unpacked(text)].map((one) => one.replace(/\\[nrt]|\s+/g, ''));
  const bare = [...texts, everySecond(text, 0), everySecond(text, 1)].map(letters);
  const lower = bare.map((one) => one.toLowerCase());
  return {
    holds(value) {
      if (value === '') return false;
      const { exact, folded } = disguises(value);
      return (
        exact.some((needle) => bare.some((one) => one.includes(needle))) ||
        folded.some((needle) => lower.some((one) => one.includes(needle)))
      );
    },
  };
}

/** Whether a text holds a value in any of these forms. */
export function holds(text: string, value: string): boolean {
  return searched(text).holds(value);
}

type Encoding = { encode: (text: string) => string[]; exact: boolean };

/** What an encoding makes of a value that stands somewhere in a longer text. */
const ENCODINGS: readonly Encoding[] = [
  { encode: (text) => [text], exact: false },
  { encode: (text) => [[...text].toReversed().join('')], exact: false },
  { encode: (text) => [text.replace(/[a-z]/gi, rotated)], exact: false },
  { encode: (text) => [Buffer.from(text, 'latin1').toString('hex')], exact: false },
  { encode: (text) => [[...Buffer.from(text, 'latin1')].join('')], exact: false },
  { encode: inBase64, exact: true },
  { encode: inBase32, exact: false },
];

const known = new Map<string, { exact: string[]; folded: string[] }>();

function disguises(value: string): { exact: string[]; folded: string[] } {
  const kept = known.get(value);
  if (kept) return kept;
  const exact = new Set<string>();
  const folded = new Set<string>();
  for (const inner of ENCODINGS) {
    for (const outer of ENCODINGS) {
      for (const once of inner.encode(value)) {
        for (const twice of outer.encode(once)) {
          const needle = letters(twice);
          if (needle.length < SHORTEST) continue;
          if (inner.exact || outer.exact) exact.add(needle);
          else folded.add(needle.toLowerCase());
        }
      }
    }
  }
  const made = { exact: [...exact], folded: [...folded] };
  known.set(value, made);
  return made;
}

/** The part of the base64 of any longer text that does not depend on what stands around the value. */
function inBase64(text: string): string[] {
  return [0, 1, 2].map((before) => {
    const encoded = Buffer.from('x'.repeat(before) + text, 'latin1')
      .toString('base64')
      .replace(/=+$/, '');
    const first = before === 0 ? 0 : before + 1;
    const whole = Math.floor(((before + text.length) * 8) / 6);
    return encoded.slice(first, whole);
  });
}

/** The same in base32, five bytes at a time. */
function inBase32(text: string): string[] {
  return [0, 1, 2, 3, 4].map((before) => {
    const bits = [...Buffer.from(text, 'latin1')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
    const first = (5 - ((before * 8) % 5)) % 5;
    return (bits.slice(first).match(/.{5}/g) ?? [])
      .map((five) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[Number.parseInt(five, 2)])
      .join('');
  });
}

function everySecond(text: string, first: number): string {
  return [...text].filter((_, at) => at % 2 === first).join('');
}

/** Escapes of JSON and of programs, undone. */
function unescaped(text: string): string {
  return text.replace(/\\+u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function letters(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '');
}

/** What was packed and written in base64 or hex: both begin with the marks of their formats. */
function unpacked(text: string): string[] {
  const joined = text.replace(/\\[nrt]|\s+/g, '');
  const base64 = joined.match(/(?:H4sI|eJ|eN|eA)[A-Za-z0-9+/_-]{12,}={0,2}/g) ?? [];
  const hex = joined.match(/(?:1f8b08|789c|78da|7801)(?:[0-9a-f]{2}){10,}/gi) ?? [];
  const packed = [
    ...base64.map((run) => Buffer.from(run.replaceAll('-', '+').replaceAll('_', '/'), 'base64')),
    ...hex.map((run) => Buffer.from(run, 'hex')),
  ];
  return packed.slice(0, MOST_PACKED).flatMap(unpack);
}

function unpack(bytes: Buffer): string[] {
  // What follows the packed bytes, or is missing at their end, does not matter.
  const limit = { maxOutputLength: LARGEST_UNPACKED, finishFlush: 2 };
  for (const open of [gunzipSync, inflateSync, inflateRawSync]) {
    try {
      const text = open(bytes, limit).toString('latin1');
      if (text.length > 0) return [text];
    } catch {
      // Not packed so.
    }
  }
  return [];
}

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}
