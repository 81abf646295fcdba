import { expect, test } from 'vitest';
import { checkCage } from '../../../edge/cage/check.ts';
import { findIdentity } from '../../../edge/cage/identity.ts';
import { systemProgram } from '../../../edge/cage/system-program.ts';

const identity = await findIdentity(process.getuid?.() ?? -1);

test('on this machine a cage holds, and its description says which', async () => {
  expect(await checkCage(identity)).toMatchObject({
    description: expect.stringMatching(/^bubblewrap \d.*no network/),
  });
});

test.each(['bwrap', 'socat'])(
  'without %s the cage is refused with the command that mends it',
  async (missing) => {
    const check = await checkCage(identity, (name) => (name === missing ? null : systemProgram(name)));
    expect(check).toMatchObject({
      code: 'no-cage-program',
      because: expect.stringContaining(missing),
      remedy: expect.stringContaining('sudo apt-get install'),
    });
  },
);

test('a bubblewrap that cannot make namespaces is refused with its own words', async () => {
  const check = await checkCage(identity, (name) => (name === 'bwrap' ? '/bin/false' : systemProgram(name)));
  expect(check).toMatchObject({ code: 'no-namespaces', remedy: expect.stringContaining('user namespaces') });
});
