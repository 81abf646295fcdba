import { describe, expect, test } from 'vitest';
import { gate, isWithheld, reveal, type KnownSecrets, type Sink } from '../../../core/redact/gate.ts';
import { gateRules, plainRules, stricter, type RedactRules } from '../../../core/redact/rules.ts';
import { sha256 } from '../../../edge/keys/digest.ts';
import { secrets } from './secrets.ts';

const TOKEN = secrets.GITHUB;
const OTHER = TOKEN.replace('DuMmY', 'dUmMy');
const allowing = (...texts: string[]): RedactRules => ({ ...plainRules, allow: texts.map(sha256) });

function passed(
  text: string,
  rules: RedactRules,
  sink: Sink = 'output',
  known: KnownSecrets = { secrets: {} },
) {
  const result = gate(text, sink, known, gateRules(rules, sha256));
  return isWithheld(result) ? `withheld: ${result.kinds.join(', ')}` : reveal(result);
}

describe('a text that looks like a secret and is allowed by its digest', () => {
  const sinks: Sink[] = ['comment', 'summary', 'output', 'log', 'annotation', 'artifact', 'audit'];

  test.each(sinks)('leaves for %s', (sink) => {
    const text = passed(`Example: ${TOKEN} .`, allowing(TOKEN), sink);
    expect(text.replaceAll('\\', '')).toContain(TOKEN);
  });

  test.each(sinks)('and without the entry it does not: %s', (sink) => {
    expect(passed(`Example: ${TOKEN} .`, allowing(OTHER), sink)).not.toContain(TOKEN.slice(4, 14));
  });

  test('lets no other text leave beside it', () => {
    expect(passed(`${TOKEN} and ${OTHER}`, allowing(TOKEN))).toBe(`${TOKEN} and [redacted: github-token]`);
  });

  test('holds for a value that is only random, too', () => {
    const random = 'q7Zr2Km9xT4vW8bY3cN6dH1fS5gJ';
    expect(passed(`Here: ${random} .`, allowing(random), 'comment')).toContain(random);
    expect(passed(`Here: ${random} .`, plainRules, 'comment')).toContain('random-value');
  });
});

describe('an entry never lets out', () => {
  test('a known value', () => {
    const text = passed(`It is ${TOKEN}.`, allowing(TOKEN), 'output', { secrets: { KEY: TOKEN } });
    expect(text).toBe('It is [redacted: KEY].');
  });

  test('a known value that is a part of it', () => {
    const known = { secrets: { KEY: TOKEN.slice(4) } };
    const text = passed(`It is ${TOKEN}.`, allowing(TOKEN), 'output', known);
    expect(text).not.toContain(TOKEN.slice(6, 16));
  });

  test('a known value in disguise, whatever looks are allowed', () => {
    const hidden = Buffer.from(`x${TOKEN}y`).toString('base64');
    const known = { secrets: { KEY: TOKEN } };
    expect(passed(`It is ${hidden}.`, allowing(hidden, TOKEN), 'output', known)).toBe('withheld: KEY');
  });

  test('a canary', () => {
    const known = { secrets: {}, canaries: { TRAP: TOKEN } };
    expect(passed(`It is ${TOKEN}.`, allowing(TOKEN), 'output', known)).toBe('withheld: TRAP');
  });
});

describe('on_shape: withhold', () => {
  const strict: RedactRules = { ...plainRules, onShape: 'withhold' };

  test('keeps back the whole text, where masking leaves the rest of it', () => {
    expect(passed(`Token ${TOKEN} here`, strict)).toBe('withheld: github-token');
    expect(passed(`Token ${TOKEN} here`, plainRules)).toBe('Token [redacted: github-token] here');
  });

  test('not for what is allowed, nor for a known value in plain sight', () => {
    expect(passed(`Token ${TOKEN} here`, { ...strict, allow: [sha256(TOKEN)] })).toContain(TOKEN);
    const known = { secrets: { KEY: secrets.PASSWORD } };
    expect(passed(`It is ${secrets.PASSWORD}.`, strict, 'output', known)).toBe('It is [redacted: KEY].');
  });

  test('is what the operator says, whatever the repository says', () => {
    expect(stricter(plainRules, { on_shape: 'withhold' })).toEqual(strict);
    expect(stricter(strict, {})).toEqual(strict);
    expect(stricter(plainRules, {})).toEqual(plainRules);
  });
});
