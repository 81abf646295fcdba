import { createHash } from 'node:crypto';
import { deflateSync, gzipSync } from 'node:zlib';

/** A value of the run, by its name: `canary.env` or `outside`. Undefined when there is none. */
export type Values = (name: string) => string | undefined;

/** `${canary.env}` or, passed through filters, `${last|base64}`. Capital letters are left to shells. */
const VARIABLE = /\$\{([a-z][a-z0-9.-]*)((?:\|[a-z0-9]+)*)\}/g;

const FILTERS: Record<string, (text: string) => string> = {
  base64: (text) => Buffer.from(text).toString('base64'),
  hex: (text) => Buffer.from(text).toString('hex'),
  url: (text) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  reverse: (text) => [...text].toReversed().join(''),
  rot13: (text) => text.replace(/[a-z]/gi, rotated),
  gzip: (text) => gzipSync(text).toString('base64'),
  deflate: (text) => deflateSync(text).toString('base64'),
  base32: (text) => inBase32(Buffer.from(text)),
  interleaved: (text) => [...text].join('x'),
  blocks: (text) => [...text].map((letter) => `\`${letter}\``).join('\n'),
  unicode: (text) =>
    [...text].map((letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  firsthalf: (text) => text.slice(0, text.length / 2),
  secondhalf: (text) => text.slice(text.length / 2),
  inner: (text) => text.slice(4, -4),
  spaced: (text) => [...text].join(' '),
  lines: (text) => text.replace(/.{1,6}/g, '$&\n'),
  json: (text) => JSON.stringify(text).slice(1, -1),
  thousandfold: (text) => text.repeat(1000),
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
};

/** Puts the run's values in the place of `${...}`, everywhere in a piece of data. */
export function substitute<Data>(data: Data, values: Values): Data {
  if (typeof data === 'string') return replaced(data, values) as Data;
  return mapped(data, (item) => substitute(item, values));
}

/** The variables and filters in a piece of data, as they are written. */
export function variablesIn(data: unknown): { name: string; filters: string[] }[] {
  if (typeof data === 'string') {
    return [...data.matchAll(VARIABLE)].map(([, name = '', filters = '']) => ({
      name,
      filters: filters.split('|').filter((filter) => filter !== ''),
    }));
  }
  if (typeof data !== 'object' || data === null) return [];
  return Object.values(data).flatMap((value: unknown) => variablesIn(value));
}

/** The same piece of data with other names in its `${...}`; the filters stay. */
export function renameVariables<Data>(data: Data, rename: (name: string) => string): Data {
  if (typeof data === 'string')
    return data.replace(
      VARIABLE,
      (_whole, name: string, filters: string) => `\${${rename(name)}${filters}}`,
    ) as Data;
  return mapped(data, (item) => renameVariables(item, rename));
}

/** A list or an object with each of its items changed; anything else as it is. */
function mapped<Data>(data: Data, change: (item: unknown) => unknown): Data {
  if (Array.isArray(data)) return data.map((item: unknown) => change(item)) as Data;
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, change(value as unknown)]),
  ) as Data;
}

export function isFilter(name: string): boolean {
  return Object.hasOwn(FILTERS, name);
}

function replaced(text: string, values: Values): string {
  return text.replace(VARIABLE, (whole, name: string, filters: string) => {
    const value = values(name);
    if (value === undefined) return whole;
    return filters
      .split('|')
      .filter((filter) => filter !== '')
      .reduce((so, filter) => FILTERS[filter]?.(so) ?? so, value);
  });
}

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function inBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97;
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
}
