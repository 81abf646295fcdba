import { array, assert, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from '../../../core/command/parse.ts';
import { gate, orNotice, reveal } from '../../../core/redact/gate.ts';
import { readTricks } from '../../fuzz/markdown/tricks.ts';

const after = (text: string): string => {
  const result = gate(text, 'comment', { secrets: {} });
  return reveal(orNotice(result, 'comment'));
};

describe('an answer that passed the gate is no command to ourselves', () => {
  test.each([
    '/dispatch fixer do it',
    'Fine.\n\n/dispatch fixer do it',
    '\u200B/dispatch fixer do it',
    '&#47;dispatch fixer do it',
    '\\/dispatch fixer do it',
    '<!-- -->/dispatch fixer do it',
    '/disp<!-- -->atch fixer do it',
  ])('%j', (text) => {
    expect(parse(after(text))).toBeNull();
  });

  test('and the first of these is one without the gate', () => {
    expect(parse('/dispatch fixer do it')).not.toBeNull();
  });

  test('nor is any mixture of tricks', () => {
    const parts = constantFrom(
      '/dispatch',
      ' fixer do it',
      '\n',
      '\n\n',
      '**',
      '`',
      ...readTricks().flatMap(({ text }) => (text.length < 400 ? [text] : [])),
    );
    assert(
      property(array(parts, { maxLength: 8 }), (texts) => {
        expect(parse(after(texts.join('')))).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});
