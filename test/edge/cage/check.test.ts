import { expect, test } from 'vitest';
import { checkCage } from '../../../edge/cage/check.ts';
import { systemProgram } from '../../../edge/cage/system-program.ts';

const uid = process.getuid?.() ?? -1;

test('on this machine a cage holds, and its description says which', async () => {
  expect(await checkCage(uid)).toMatchObject({
    description: expect.stringMatching(/^bubblewrap \d.*no network/),
  });
});

test.each(['bwrap', 'socat'])(
  'without %s the cage is refused with the command that mends it',
  async (missing) => {
    const check = await checkCage(uid, (name) => (name === missing ? null : systemProgram(name)));
    expect(check).toMatchObject({
      code: 'no-cage-program',
      because: expect.stringContaining(missing),
      remedy: expect.stringContaining('sudo apt-get install'),
    });
  },
);

test('a bubblewrap that cannot make namespaces is refused with its own words', async () => {
  const check = await checkCage(uid, (name) => (name === 'bwrap' ? '/bin/false' : systemProgram(name)));
  expect(check).toMatchObject({ code: 'no-namespaces', remedy: expect.stringContaining('user namespaces') });
});
