import { array, assert, integer, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findShapes } from '../../../core/redact/kinds/shapes.ts';
import { kinds } from '../../../core/redact/kinds/table.ts';
import { mask } from '../../../core/redact/scan.ts';
import { streamShapes } from '../../../core/redact/stream-shapes.ts';
import { redactStream, type Also } from '../../../core/redact/stream.ts';
import { isGone } from '../../../lab/fuzz/secrets/recall.ts';
import { exampleOf } from '../../../lab/fuzz/secrets/example.ts';
import { randomOf, type Random } from '../../../lab/fuzz/random.ts';

const SEED = 11;
const line = 'a line of a log with some words in it, and a number 4711\n';

function through(text: string, also: Also | undefined, sizes: readonly number[] = [65_536]): string {
  const bytes = Buffer.from(text, 'latin1');
  const stream = redactStream({ secrets: {} }, also && { also });
  const out: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    out.push(stream.push(bytes.subarray(at, at + size)));
    at += size;
  }
  out.push(stream.end());
  expect(stream.withheld()).toEqual([]);
  return Buffer.concat(out).toString('latin1');
}

/** As the text would be masked in one piece. */
const whole = (text: string) =>
  mask(
    text,
    findShapes(text).map((shape) => ({ ...shape, canary: false })),
  ).text;

function made(random: Random, at: number): string {
  const kind = kinds[at % kinds.length]!;
  return exampleOf(random.pick(kind.examples), random).text;
}

describe('shapes in a stream', () => {
  test('are masked as in the whole text, wherever blocks end', () => {
    for (let round = 0; round < 6; round++) {
      const random = randomOf(SEED, round);
      const filler = () => line.slice(random.below(40)).repeat(random.below(9));
      const text = Array.from({ length: 2 * kinds.length }, (_, at) => `${filler()}${made(random, at)}\n`);
      const all = text.join('');
      expect(all.length).toBeGreaterThan(150_000);
      expect(through(all, streamShapes()) === whole(all)).toBe(true);
    }
  });

  test('whatever the chunks are', () => {
    const random = randomOf(SEED, 100);
    const all = Array.from({ length: 500 }, (_, at) => `${line}${made(random, at * 7)}\n`).join('');
    const expected = whole(all);
    const chunks = array(integer({ min: 1, max: 200_000 }), { minLength: 1, maxLength: 4 });
    assert(
      property(chunks, (sizes) => {
        const sized = sizes.map((size) => Math.max(size, 300));
        expect(through(all, streamShapes(), sized) === expected).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  const token = (length: number) => exampleOf(`{base64url:${length}}`, randomOf(SEED, length)).text;
  const body = (lines: number, end: string) =>
    Array.from(
      { length: lines },
      (_, at) => exampleOf('{base64:64}', randomOf(SEED, 200 + at)).text + end,
    ).join('');
  test.each([
    ['a name and its value', `DATADOG_API_KEY=${exampleOf('{hex:32}', randomOf(1, 1)).text}`],
    ['a JWT of 18 kB', `eyJ${token(40)}.eyJ${token(16_000)}.${token(1900)}`],
    ['the end of a key', `${body(190, '\n')}-----END PRIVATE KEY-----`],
    ['a key', `-----BEGIN PRIVATE KEY-----\n${body(60, '\n')}-----END PRIVATE KEY-----`],
  ])('%s is found at any border', (_, secret) => {
    const expected = through(`\n${secret}\n`, streamShapes());
    expect(expected).toMatch(/^\n[A-Z_]{0,16}=?\[redacted: [a-z0-9-]+\]\n$/);
    for (let back = 0; back < secret.length + 400; back += Math.ceil((secret.length + 400) / 24)) {
      const before = line.repeat(3000).slice(0, 131_200 - back);
      const masked = through(`${before}\n${secret}\n${line.repeat(900)}`, streamShapes());
      expect(masked === `${before}${expected}${line.repeat(900)}`, `${back} before the border`).toBe(true);
    }
  });

  test.each([
    [
      'a key',
      '-----BEGIN PRIVATE KEY-----\n',
      (n: number) => body(n / 65, '\n'),
      '-----END PRIVATE KEY-----',
    ],
    ['a key in JSON', '-----BEGIN PRIVATE KEY-----\\n', (n: number) => body(n / 66, '\\n'), ''],
    ['a token', 'ghp_', (n: number) => body(n / 64, '').replace(/[+/]/g, 'x'), ''],
  ])('%s that is longer than many blocks becomes one mask', (_, start, long, end) => {
    const text = `${line}${start}${long(700_000)}${end}\n${line}`;
    const masked = through(text, streamShapes());
    expect(masked).toMatch(/^.*\n\[redacted: [a-z-]+\](?:\\n)?\n.*\n$/);
    expect(masked === whole(text)).toBe(true);
  });

  const one = (name: string, seed: number) =>
    exampleOf(kinds.find((kind) => kind.name === name)!.examples[0]!, randomOf(SEED, seed));
  const pairs = [
    ['stripe-key', 'gitlab-session'],
    ['anthropic-admin-key', 'aws-bedrock-key'],
    ['anthropic-session-key', 'google-access-token'],
    ['heroku-key', 'onfido-token'],
    ['figma-token', 'gemini-key'],
    ['nuget-key', 'github-token'],
    ['elevenlabs-key', 'npm-token'],
  ] as const;
  test.each(pairs)('%s glued to %s: nothing of either leaves, at any border', (first, second) => {
    const [left, right] = [one(first, 1), one(second, 2)];
    const glued = `${left.text}${right.text}`;
    for (let back = -20; back < glued.length + 20; back += 7) {
      const text = `${line.repeat(3000).slice(0, 131_072 - back)}\n${glued}\n${line.repeat(900)}`;
      const masked = through(text, streamShapes(), [50_000]);
      expect(masked === whole(text), `${back} before the border`).toBe(true);
      expect([isGone(left, masked), isGone(right, masked)]).toEqual([true, true]);
    }
  });

  test('words beside a token, and what follows it in an address, are no part of it', () => {
    const { text } = one('github-token', 3);
    for (const [before, after] of [
      ['x', ''],
      ['the_name_of_a_variable_', ''],
      ['', '/repos/owner/name-of-one'],
      ['', '.example.com'],
    ])
      expect(through(`${before}${text}${after}\n`, streamShapes())).toBe(
        `${before}[redacted: github-token]${after}\n`,
      );
  });

  test('and without the search for them nothing is masked', () => {
    const text = `${line}${made(randomOf(1, 1), 0)}\n`;
    expect(through(text, undefined)).toBe(text);
    expect(through(text, streamShapes())).not.toBe(text);
  });
});
