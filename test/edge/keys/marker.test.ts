import { generateKeyPairSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { openMarker } from '../../../edge/keys/marker.ts';

const makeKey = () =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const key = makeKey();
const place = { repositoryId: 42, issueNumber: 3 };
const mark = openMarker(key).mark(place, 'reply', '7');

test('a mark is right where it was made, however the key is spelt, and says nothing of the key', () => {
  expect(mark).toEqual({ kind: 'reply', id: '7', mac: expect.stringMatching(/^[0-9a-f]{32}$/) });
  expect(openMarker(`${key}\n\n`).isRight(place, mark)).toBe(true);
  expect(openMarker(key).mark(place, 'reply', '7')).toEqual(mark);
});

test.each([
  ['in another repository', { ...place, repositoryId: 43 }, mark],
  ['in another thread', { ...place, issueNumber: 4 }, mark],
  ['for another kind', place, { ...mark, kind: 'job' as const }],
  ['for another id', place, { ...mark, id: '8' }],
  ['without a MAC', place, { ...mark, mac: null }],
  ['with half of one', place, { ...mark, mac: mark.mac?.slice(0, 16) ?? '' }],
  ['with another', place, { ...mark, mac: '0'.repeat(32) }],
])('it is wrong %s', (_, where, what) => {
  expect(openMarker(key).isRight(where, what)).toBe(false);
});

test('and wrong with another key', () => {
  expect(openMarker(makeKey()).isRight(place, mark)).toBe(false);
});
