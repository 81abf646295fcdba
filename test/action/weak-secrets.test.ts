import { expect, test } from 'vitest';
import { warnOfWeakSecrets } from '../../action/weak-secrets.ts';
import { quietDesk } from './quiet-desk.ts';

const STRONG = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';

function warned(secrets: Record<string, string>): string[] {
  const desk = quietDesk(secrets);
  warnOfWeakSecrets(desk);
  return desk.lines;
}

test('a secret that can be guessed or is too short is warned of by its name', () => {
  const secrets = { 'database-password': 'correct horse battery', pin: '4711', token: STRONG };
  const lines = warned(secrets);
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/secret pin is too short.*Rotate it/);
  expect(lines[1]).toMatch(/secret database-password does not look random.*Rotate it/);
  for (const value of [...Object.values(secrets), 'horse']) expect(lines.join()).not.toContain(value);
});

test('a random one, and one that was not given, are not', () => {
  expect(warned({ token: STRONG, 'anthropic-api-key': '' })).toEqual([]);
});
