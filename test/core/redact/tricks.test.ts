import { describe, expect, test } from 'vitest';
import { gate, isWithheld, reveal, type GateOptions } from '../../../core/redact/gate.ts';
import { dangersIn } from '../../fuzz/markdown/oracle.ts';
import { seenIn } from '../../fuzz/markdown/page.ts';
import { pagesOf } from '../../fuzz/markdown/render.ts';
import { readTricks } from '../../fuzz/markdown/tricks.ts';

const tricks = readTricks();
const profile = { hosts: ['github.com'], logins: ['alice'] };
const options: GateOptions = { allowedHosts: profile.hosts, except: profile.logins };

function gated(text: string, how: GateOptions = {}): string {
  const result = gate(text, 'comment', { secrets: {} }, how);
  if (isWithheld(result)) throw new Error(`withheld: ${result.kinds.join(', ')}`);
  return reveal(result);
}

describe('known tricks', () => {
  test('there are many, each with a name of its own', () => {
    expect(tricks.length).toBeGreaterThanOrEqual(150);
    expect(new Set(tricks.map(({ name }) => name)).size).toBe(tricks.length);
  });

  test.each(tricks)('$name', ({ text, danger, readable }) => {
    // Without the gate the oracle sees it: it is a trick, and the oracle knows it.
    expect(dangersIn(text)).toContain(danger);
    const after = gated(text);
    expect(dangersIn(after)).toEqual([]);
    expect(gated(after)).toBe(after);
    for (const { html } of pagesOf(after)) {
      for (const words of readable) expect(seenIn(html).text).toContain(words);
    }
  });

  test.each(tricks)('$name, where a host and a person are allowed', ({ text }) => {
    const after = gated(text, options);
    expect(dangersIn(after, profile)).toEqual([]);
    expect(gated(after, options)).toBe(after);
  });
});

describe('what is allowed stays, and the oracle takes it for no danger', () => {
  test.each([
    '[docs](https://github.com/o/r/blob/main/a.md)',
    'asked by @alice',
    '[below](#findings)',
    'https://github.com/o/r',
  ])('%s', (text) => {
    const after = gated(text, options);
    expect(after).toMatch(/\]\(|@alice/);
    expect(dangersIn(after, profile)).toEqual([]);
  });
});
