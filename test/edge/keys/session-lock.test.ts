import { assert, pre, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionBinding } from '../../../core/session/session-facts.ts';
import { lock, unlock } from '../../../edge/keys/session-lock.ts';

const SECRET = 'dummy-session-key-0123456789abcdef';
const binding: SessionBinding = {
  jobId: 'a'.repeat(32),
  agent: 'reviewer',
  configBlob: 'b'.repeat(40),
  headSha: 'c'.repeat(40),
  expiresAt: 1_900_000_000,
};
const locked = lock('what was said', SECRET, binding);

test('what was encrypted is read again, and nothing of it can be read without the key', () => {
  assert(
    property(string({ unit: 'grapheme', maxLength: 2000 }), (text) => {
      pre(text.isWellFormed());
      const made = lock(`${text}!`, SECRET, binding);
      expect(unlock(made, SECRET, binding)).toBe(`${text}!`);
      expect(made).toMatch(/^agent-dispatch-session\.v1\.[\w-]+\.[\w-]+\.[\w-]+$/);
    }),
  );
  expect(locked).not.toContain('said');
  expect(Buffer.from(locked.split('.')[3] ?? '', 'base64url').toString()).not.toContain('said');
  expect(lock('what was said', SECRET, binding)).not.toBe(locked);
});

describe('it is null', () => {
  test('with another secret', () => {
    expect(unlock(locked, `${SECRET}0`, binding)).toBeNull();
    expect(unlock(locked, '', binding)).toBeNull();
  });

  test.each<Partial<SessionBinding>>([
    { jobId: 'd'.repeat(32) },
    { agent: 'planner' },
    { configBlob: 'd'.repeat(40) },
    { headSha: 'd'.repeat(40) },
    { expiresAt: binding.expiresAt + 1 },
  ])('for another %o', (other) => {
    expect(unlock(locked, SECRET, { ...binding, ...other })).toBeNull();
  });

  test('with any bit changed, in each of its parts', () => {
    const parts = locked.split('.');
    for (const part of [2, 3, 4]) {
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      for (let bit = 0; bit < bytes.length * 8; bit += 1) {
        const changed = Buffer.from(bytes);
        changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const forged = parts.with(part, changed.toString('base64url')).join('.');
        expect(unlock(forged, SECRET, binding), `bit ${bit} of part ${part}`).toBeNull();
      }
    }
  });

  test('with any other letter at its end, also one that stands for the same bytes', () => {
    const others = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_').filter(
      (letter) => !locked.endsWith(letter),
    );
    for (const letter of others)
      expect(unlock(locked.slice(0, -1) + letter, SECRET, binding), letter).toBeNull();
  });

  test('when it is cut, longer, or of another form', () => {
    for (let length = 0; length < locked.length; length += 1)
      expect(unlock(locked.slice(0, length), SECRET, binding)).toBeNull();
    for (const form of [`${locked}A`, locked.replace('.v1.', '.v2.'), `${locked}\n`, ` ${locked}`, '{}'])
      expect(unlock(form, SECRET, binding)).toBeNull();
    expect(
      unlock(
        `agent-dispatch-session.v1.${'A'.repeat(16)}.${'A'.repeat(2_000_000)}.${'A'.repeat(22)}`,
        SECRET,
        binding,
      ),
    ).toBeNull();
  });
});
