import { randomOf } from '../random.ts';
import { encodings } from './encodings.ts';
import { isFound } from './is-found.ts';
import { inLongText, places } from './places.ts';
import { secretKinds } from './secret-kinds.ts';

/** Of so many cases, those that were missed. */
export type Recall = { cases: number; missed: string[] };

/** The encodings that every kind of secret is written in, at every place. */
const SINGLES = [
  'base64',
  'base64 after one byte',
  'base64url',
  'base64 wrapped at 20',
  'base64 twice',
  'base32',
  'hex',
  'HEX spaced',
  '0x list',
  'decimal list',
  'percent twice',
  'hex entities',
  'unicode escapes',
  'backwards',
  'upper case',
  'spaced',
  'zero-width spaces',
  'rot13',
  'fullwidth',
  'gzip, base64',
] as const;

/** Each kind of secret in each of twenty encodings at each place. */
export function singles(seed: number): Recall {
  const recall: Recall = { cases: 0, missed: [] };
  secretKinds.forEach((kind, at) => {
    const value = kind.make(randomOf(seed, at));
    const known = { secrets: { VALUE: value } };
    for (const how of SINGLES) {
      const written = encodings[how]?.(value) ?? '';
      for (const [place, put] of Object.entries(places)) {
        recall.cases += 1;
        if (!isFound(put(written), known, 'VALUE')) recall.missed.push(`${kind.name} in ${how}, ${place}`);
      }
    }
  });
  return recall;
}

const middle = places['middle'] as (text: string) => string;
const PAIRED = ['ghp_base6240', 'sk-ant-api03-base64url64', 'base6440', 'hex40'];

/** Four kinds of secret in a long text, in each encoding that shows in a short one. */
export function inLong(seed: number): Recall {
  const recall: Recall = { cases: 0, missed: [] };
  for (const [name, value] of fourKinds(seed)) {
    const known = { secrets: { VALUE: value } };
    for (const [how, encode] of Object.entries(encodings)) {
      const written = encode(value);
      if (!isFound(middle(written), known, 'VALUE')) continue;
      recall.cases += 1;
      if (!isFound(inLongText(written), known, 'VALUE')) recall.missed.push(`${name} in ${how}, a long text`);
    }
  }
  return recall;
}

function fourKinds(seed: number): (readonly [name: string, value: string])[] {
  return secretKinds
    .filter(({ name }) => PAIRED.includes(name))
    .map((kind, at) => [kind.name, kind.make(randomOf(seed, 10_000 + at))] as const);
}

/** Each encoding of each other encoding, of four kinds of secret; every `step`th pair. */
export function pairs(seed: number, step: number, onPair: (done: number) => void): Recall {
  const values = fourKinds(seed);
  const known = { secrets: Object.fromEntries(values) };
  const recall: Recall = { cases: 0, missed: [] };
  const ways = Object.entries(encodings);
  const all = ways.flatMap((inner) =>
    ways.filter((outer) => outer !== inner).map((outer) => [inner, outer] as const),
  );
  all.forEach(([[inner, first], [outer, second]], at) => {
    if (at % step !== 0) return;
    for (const [name, value] of values) {
      recall.cases += 1;
      if (!isFound(middle(second(first(value))), known, name))
        recall.missed.push(`${outer} of ${inner}: ${name}`);
    }
    onPair(at);
  });
  return recall;
}
