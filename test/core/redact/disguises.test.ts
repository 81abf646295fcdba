import { describe, expect, test } from 'vitest';
import { gate, isWithheld, reveal, type Sink } from '../../../core/redact/gate.ts';
import { disguises, secrets } from './secrets.ts';

const known = { secrets };
const unknown = { secrets: { OTHER: 'another-dummy-value' } };
const table = Object.entries(disguises).flatMap(([how, disguise]) =>
  Object.entries(secrets).map(([name, value]) => [how, name, disguise(value)] as const),
);

describe('a known secret in disguise is withheld', () => {
  test('there are at least 20 disguises', () =>
    expect(Object.keys(disguises).length).toBeGreaterThanOrEqual(20));

  test.each(table)('%s: %s', (_, name, text) => {
    for (const sink of ['comment', 'log', 'artifact'] as const) {
      const result = gate(`Here it is: ${text} .`, sink, known);
      expect(isWithheld(result) && result.kinds).toContain(name);
      expect(JSON.stringify(result)).not.toContain(secrets[name as keyof typeof secrets]);
    }
  });

  // Without this, a gate that withholds everything would pass the table above.
  test.each(Object.keys(disguises))('and the same disguise of anything else passes: %s', (how) => {
    const text = disguises[how]?.('harmless words, nothing to see in here at all') ?? '';
    for (const sink of ['comment', 'log'] as const) {
      expect(isWithheld(gate(`Here it is: ${text} .`, sink, known))).toBe(false);
    }
  });

  test('only because the value is known: an unknown password passes in the same disguises', () => {
    for (const disguise of Object.values(disguises)) {
      expect(isWithheld(gate(`It is ${disguise(secrets.PASSWORD)} .`, 'log', unknown))).toBe(false);
    }
  });
});

describe('a known secret in plain sight is masked', () => {
  const sinks: Sink[] = ['comment', 'summary', 'output', 'log', 'annotation', 'artifact', 'audit', 'report'];
  test.each(sinks)('%s', (sink) => {
    for (const [name, value] of Object.entries(secrets)) {
      // A report is made of data, all else of texts.
      const given = `before ${value} after`;
      const result = gate(sink === 'report' ? JSON.stringify({ given }) : given, sink, known);
      if (isWithheld(result)) throw new Error(`${name} was withheld: ${result.because}`);
      const text = reveal(result);
      expect(text).toContain(`[redacted: ${name}]`);
      for (let at = 0; at + 10 <= value.length; at++) expect(text).not.toContain(value.slice(at, at + 10));
      expect(reveal(gate(`before ${value} after`, 'output', { secrets: {} }) as never)).toContain('before');
    }
  });

  test('a long piece of a random secret is masked too', () => {
    const text = reveal(gate(`cut: ${secrets.HEX.slice(3, 20)} and so on`, 'log', known) as never);
    expect(text).toBe('cut: [redacted: HEX] and so on');
  });

  test('what all tokens of a kind begin with is no secret', () => {
    const text = 'tokens begin with ghp_ or sk-ant-api03- and so on';
    expect(reveal(gate(text, 'log', known) as never)).toBe(text);
  });
});
