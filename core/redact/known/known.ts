import { utf8 } from './bytes.ts';
import { makeChainIndex, type ChainIndex } from './chain.ts';
import { encodedForms, numberForms, transposed, type Form } from './forms.ts';
import { makeDeltaIndex, makeGramIndex, type Delta, type GramIndex } from './gram-index.ts';
import { SAMPLED, type Pattern } from './gram-table.ts';
import { deltaOf, leet, rotation, skeleton } from './lenses.ts';
import { leastOf } from './randomness.ts';
import type { Value } from './values.ts';

/** Known values made ready to be looked for, in each of the domains that a text is looked at in. */
export type Known = {
  readonly values: readonly Value[];
  readonly raw: GramIndex;
  readonly bones: GramIndex;
  readonly leet: GramIndex;
  readonly rotation: GramIndex;
  /** These two see a text through their lens themselves. */
  readonly sum: GramIndex;
  readonly xor: GramIndex;
  readonly chain: ChainIndex;
  /** The longest pattern in plain sight, in bytes. */
  readonly longest: number;
};

/**
 * What has to show of a random value, in bits: less stands in a large text by chance. Twelve digits of hexadecimal. Of a
 * thousand keys 25 MB of digests held eight digits 244 times, nine 16 times, ten once.
 */
const RAW_BITS = 48;
const BITS = 62;
const MIN_SKELETON = 8;
const MIN_CHANGED = 12;

/** Builds the indexes of a set of values. Costs some 10 kB and 100 µs for each. */
export function knownOf(values: readonly Value[]): Known {
  const raw = values.map(rawPattern);
  const each = (make: (value: Value, owner: number) => Pattern[]) => makeGramIndex(values.flatMap(make));
  const deltas = (delta: Delta) =>
    makeDeltaIndex(
      values.flatMap((value, owner) => both(value, owner, (bytes) => deltaOf(bytes, delta), MIN_CHANGED)),
      delta,
    );
  return {
    values,
    raw: makeGramIndex(raw, true),
    bones: each(bonesPatterns),
    leet: each((value, owner) => both(value, owner, leet, MIN_CHANGED)),
    rotation: each(rotationPatterns),
    sum: deltas('sum'),
    xor: deltas('xor'),
    chain: makeChainIndex(values),
    longest: raw.reduce((most, { bytes }) => Math.max(most, bytes.length), 0),
  };
}

function rawPattern({ text, random, open }: Value, owner: number): Pattern {
  const bytes = utf8(text);
  if (!random) return { bytes, owner, least: bytes.length, open: 0 };
  return { bytes, owner, least: Math.max(SAMPLED, leastOf(text.slice(open), RAW_BITS)), open };
}

type Bytes = Uint8Array<ArrayBuffer>;

function patternOf(value: Value, owner: number, bytes: Bytes, perByte: number, shortest: number): Pattern[] {
  const wanted = value.random
    ? Math.ceil(leastOf(value.text.slice(value.open), BITS) * perByte)
    : bytes.length;
  const least = Math.min(bytes.length, wanted);
  return least < shortest ? [] : [{ bytes, owner, least, open: 0 }];
}

function bonesPatterns(value: Value, owner: number): Pattern[] {
  const text = value.text.slice(value.open);
  const bones = skeleton(utf8(text));
  const forms = [...encodedForms(text), ...numberForms(value.text)].flatMap((form) =>
    formPatterns(value, owner, form),
  );
  const orders = bones.length > 400 ? [] : transposed(text).map((order) => skeleton(utf8(order)));
  return [
    ...patternOf(value, owner, bones, 1, MIN_SKELETON),
    ...patternOf(value, owner, bones.toReversed(), 1, MIN_SKELETON),
    ...forms,
    ...orders.flatMap((order) => patternOf(value, owner, order, 1, MIN_CHANGED)),
  ];
}

function formPatterns(value: Value, owner: number, form: Form): Pattern[] {
  const bones = skeleton(utf8(form.text));
  if (form.wholeOnly) {
    return bones.length < MIN_CHANGED ? [] : [{ bytes: bones, owner, least: bones.length - 2, open: 0 }];
  }
  return [bones, bones.toReversed()].flatMap((way) =>
    patternOf(value, owner, way, form.perByte, MIN_CHANGED),
  );
}

/** Patterns of a value and of its base64 forms, forwards and backwards, as a lens shows them. */
function both(value: Value, owner: number, lens: (bytes: Uint8Array) => Bytes, shortest: number): Pattern[] {
  const text = value.text.slice(value.open);
  const forms = [{ text, perByte: 1.2 }, ...encodedForms(text).slice(0, 4)];
  return forms.flatMap((form) => {
    const bytes = utf8(form.text);
    return [bytes, bytes.toReversed()].flatMap((way) =>
      patternOf(value, owner, lens(way), form.perByte, shortest),
    );
  });
}

function rotationPatterns(value: Value, owner: number): Pattern[] {
  const lens = (bytes: Uint8Array) => {
    const bones = skeleton(bytes);
    // The first letter's distance is to a letter of the surroundings.
    return rotation(bones).subarray(bones.findIndex((byte) => byte >= 97) + 1);
  };
  return both(value, owner, lens, MIN_CHANGED).flatMap((pattern) => [
    pattern,
    { ...pattern, bytes: pattern.bytes.map((byte) => (byte < 97 ? byte : 97 + ((123 - byte) % 26))) },
  ]);
}
