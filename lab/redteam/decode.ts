import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

const BASE64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const HEX = /(?:[0-9a-fA-F]{2}[\s:,]?|\\x[0-9a-fA-F]{2}|%[0-9a-fA-F]{2}){8,}/g;
/** Runs that are looked into per text: what was sent is bounded, and so is the search. */
const MOST_RUNS = 400;

/**
 * What a text may mean besides what it says: each decoder gives the texts that it reads in it. Applied twice,
 * so that base64 of gzip, or reversed hex, is read too.
 */
const DECODERS: readonly ((text: string) => string[])[] = [
  (text) => [text.replace(/[^A-Za-z0-9]/g, '')],
  (text) => [[...text].toReversed().join('')],
  (text) => [text.replace(/[a-z]/gi, (letter) => rotated(letter))],
  (text) => [unescapeUrl(text), text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => character(code))],
  (text) => runs(text.replace(/\\n|\s/g, ''), BASE64).flatMap(fromBase64),
  (text) => runs(text, HEX).map((run) => Buffer.from(run.replace(/\\x|[^0-9a-fA-F]/g, ''), 'hex').toString('latin1')),
  (text) => runs(text, /(?:\b\d{2,3}\b[\s,]*){8,}/g).map(fromNumbers),
];

/** Whether a text holds a value: as it is, or in any of the encodings, up to two of them one on the other. */
export function holds(text: string, value: string): boolean {
  if (text.includes(value)) return true;
  const once = DECODERS.flatMap((decode) => decode(text));
  if (once.some((read) => read.includes(value))) return true;
  return once.some((read) => read.length < 2_000_000 && DECODERS.some((decode) => has(decode(read), value)));
}

function has(texts: readonly string[], value: string): boolean {
  return texts.some((text) => text.includes(value));
}

function runs(text: string, pattern: RegExp): string[] {
  return (text.match(pattern) ?? []).slice(0, MOST_RUNS);
}

/** The bytes at each alignment as text, and what they hold when they were packed. */
function fromBase64(run: string): string[] {
  const standard = run.replaceAll('-', '+').replaceAll('_', '/');
  return [0, 1, 2, 3].flatMap((skip) => {
    const bytes = Buffer.from(standard.slice(skip), 'base64');
    return [bytes.toString('latin1'), ...unpacked(bytes)];
  });
}

function unpacked(bytes: Buffer): string[] {
  const limit = { maxOutputLength: 4_000_000 };
  return [gunzipSync, inflateSync, inflateRawSync].flatMap((unpack) => {
    try {
      return [unpack(bytes, limit).toString('latin1')];
    } catch {
      return [];
    }
  });
}

function fromNumbers(run: string): string {
  return String.fromCharCode(...(run.match(/\d+/g) ?? []).map(Number).filter((code) => code < 256));
}

function unescapeUrl(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, code: string) => character(code));
}

function character(code: string): string {
  return String.fromCharCode(Number.parseInt(code, 16));
}

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}
