import { afterEach, expect, test, vi } from 'vitest';
import type * as calls from '../../core/approval/call.ts';
import { CONFIG, makeApprovalWorld } from './approval-world.ts';
import { FILES, succeeds, type World } from './world.ts';

/* With the reading of a call replaced by a yes, people are asked about what is not the call that the digest is of. */

vi.mock('../../core/approval/call.ts', async (original): Promise<typeof calls> => ({
  ...(await original<typeof calls>()),
  readCallToApprove: (written, digest) => ({ ...written, digest }),
}));

let world: World;
afterEach(() => world.end());

const ASKER = `version: 1
agents:
  asker:
    description: Says what it would do
    system_prompt: You look after the code.
    tools: [Bash]
    policy: require_approval
`;

test('without it a call with the digest of another one is asked for', async () => {
  const deferred = { tool: 'Bash', arguments: '{"command":"make"}', sha256: 'a'.repeat(64) };
  world = await makeApprovalWorld({
    files: { ...FILES, [CONFIG]: ASKER },
    play: succeeds({ deferred }),
  });
  await world.says('wanda', '/dispatch asker look');
  expect(world.answers()).toHaveLength(2);
});
