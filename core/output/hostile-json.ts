import { refuse, type Refusal } from '../refusal.ts';

/**
 * Parses JSON that a hostile hand may have written. `JSON.parse` keeps the last of two equal keys, so
 * two readers can see two different files; it also accepts `__proto__` and 1e999. All are refused here.
 * Objects come back with a null prototype. At most `maxDepth` levels of nesting, and at
 * most `maxValues` values in all, and `maxKeys` in one object.
 */
export function readHostileJson(
  text: string,
  maxDepth: number,
  maxValues = Number.POSITIVE_INFINITY,
  maxKeys = Number.POSITIVE_INFINITY,
): unknown {
  const reader = { text, at: 0, maxDepth, maxKeys, left: maxValues };
  try {
    const value = readValue(reader, 0);
    skipSpace(reader);
    if (reader.at < text.length) throw new Unreadable('something follows the JSON value');
    return value;
  } catch (error) {
    return error instanceof Unreadable ? refusal(error.message) : refusal('it is not JSON');
  }
}

type Reader = {
  readonly text: string;
  at: number;
  readonly maxDepth: number;
  readonly maxKeys: number;
  left: number;
};

class Unreadable extends Error {}

function refusal(why: string): Refusal {
  return refuse('json-unreadable', why, 'Write plain JSON without duplicate keys.');
}

const SPACE = /[ \t\n\r]*/y;
/** A string that stands for itself. */
const PLAIN = /"[^"\\\p{Cc}]*"/uy;
const NUMBER = /-?(?:0|[1-9]\d{0,30})(?:\.\d{1,40})?(?:[eE][+-]?\d{1,4})?/y;
const WORDS: ReadonlyArray<readonly [string, unknown]> = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

function readValue(reader: Reader, depth: number): unknown {
  if (depth > reader.maxDepth) throw new Unreadable(`it is nested deeper than ${reader.maxDepth} levels`);
  if (--reader.left < 0) throw new Unreadable('it holds too many values');
  skipSpace(reader);
  const first = reader.text[reader.at];
  if (first === '{') return readObject(reader, depth);
  if (first === '[') return readArray(reader, depth);
  if (first === '"') return readString(reader);
  for (const [word, value] of WORDS) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  return readNumber(reader);
}

function readObject(reader: Reader, depth: number): unknown {
  const object = Object.create(null) as Record<string, unknown>;
  reader.at++;
  if (ends(reader, '}')) return object;
  let keys = 0;
  do {
    if (++keys > reader.maxKeys) throw new Unreadable('an object in it has too many keys');
    skipSpace(reader);
    const key = readString(reader);
    if (FORBIDDEN_KEYS.has(key)) throw new Unreadable('it has a key that names a prototype');
    if (Object.hasOwn(object, key)) throw new Unreadable('it has the same key twice');
    expect(reader, ':');
    object[key] = readValue(reader, depth + 1);
  } while (more(reader, '}'));
  return object;
}

function readArray(reader: Reader, depth: number): unknown {
  const array: unknown[] = [];
  reader.at++;
  if (ends(reader, ']')) return array;
  do array.push(readValue(reader, depth + 1));
  while (more(reader, ']'));
  return array;
}

function readString(reader: Reader): string {
  const { text, at } = reader;
  PLAIN.lastIndex = at;
  if (PLAIN.test(text)) {
    reader.at = PLAIN.lastIndex;
    return text.slice(at + 1, reader.at - 1);
  }
  if (text[at] !== '"') throw new Unreadable('it is not JSON');
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  if (end >= text.length) throw new Unreadable('a string does not end');
  reader.at = end + 1;
  return JSON.parse(text.slice(at, end + 1)) as string;
}

function readNumber(reader: Reader): number {
  NUMBER.lastIndex = reader.at;
  const match = NUMBER.exec(reader.text);
  if (!match) throw new Unreadable('it is not JSON');
  reader.at += match[0].length;
  const value = Number(match[0]);
  if (!Number.isFinite(value)) throw new Unreadable('a number is out of range');
  return value;
}

function skipSpace(reader: Reader): void {
  if (reader.text.charCodeAt(reader.at) > 0x20) return;
  SPACE.lastIndex = reader.at;
  SPACE.exec(reader.text);
  reader.at = SPACE.lastIndex;
}

function ends(reader: Reader, close: string): boolean {
  skipSpace(reader);
  if (reader.text[reader.at] !== close) return false;
  reader.at++;
  return true;
}

function more(reader: Reader, close: string): boolean {
  if (ends(reader, close)) return false;
  expect(reader, ',');
  return true;
}

function expect(reader: Reader, character: string): void {
  skipSpace(reader);
  if (reader.text[reader.at] !== character) throw new Unreadable('it is not JSON');
  reader.at++;
}
