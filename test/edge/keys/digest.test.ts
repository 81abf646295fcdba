import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { randomId, sha256, webhookCheck } from '../../../edge/keys/digest.ts';

const SECRET = 'dummy-webhook-secret';
const body = Buffer.from('{"a":1}');
const right = `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`;

test('the digest is of UTF-8 bytes', () => {
  expect(sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c');
});

test('identities differ and have 32 hex digits', () => {
  const ids = Array.from({ length: 100 }, randomId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{32}$/);
});

describe('a webhook', () => {
  test('matches when its bytes were signed, however they arrive', () => {
    const check = webhookCheck([SECRET], right);
    check?.update(body.subarray(0, 3));
    check?.update(body.subarray(3));
    expect(check?.matches()).toBe(true);
  });

  test.each([
    [['dummy-new-secret', SECRET], true],
    [[SECRET, 'dummy-old-secret'], true],
    [['dummy-new-secret', 'dummy-old-secret'], false],
    [[], false],
  ])('with the secrets %j', (secrets, matches) => {
    const check = webhookCheck(secrets, right);
    check?.update(body);
    expect(check?.matches()).toBe(matches);
  });

  test('does not match when one byte differs', () => {
    const check = webhookCheck([SECRET], right);
    check?.update(Buffer.from('{"a":2}'));
    expect(check?.matches()).toBe(false);
  });

  test.each([undefined, '', right.slice(0, -1), right.toUpperCase(), right.slice(7), [right], `${right} `])(
    'is not even read with the signature %j',
    (header) => {
      expect(webhookCheck([SECRET], header)).toBeNull();
    },
  );
});
