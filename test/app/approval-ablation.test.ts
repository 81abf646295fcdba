import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type * as decisions from '../../core/approval/decide.ts';
import { attacks, clock } from './approval-attacks.ts';
import { COMMAND, makeApprovalWorld } from './approval-world.ts';
import type { World } from './world.ts';

/* With the decision replaced by a yes, the same attacks start the job: so it is the decision that stops them. */

vi.mock('../../core/approval/decide.ts', async (original) => {
  const real = await original<typeof decisions>();
  const yes = (facts: decisions.ApprovalFacts) => {
    const { job, posted, hearing } = facts;
    const author = { ...hearing.author, type: 'User' };
    return real.decideApproval({
      ...facts,
      hearing: { ...hearing, author, sender: author, issueNumber: job.issueNumber },
      comment: 'as-written',
      command: 'as-written',
      role: 'admin',
      requesterId: 0,
      named: posted.digest,
      without: [],
      now: 0,
      current: posted,
    });
  };
  return { ...real, decideApproval: yes };
});
/** Who is heard, and who may have words, is part of the decision. */
vi.mock('../../core/authority/listen.ts', () => ({ listen: () => null }));
vi.mock('../../core/authority/role.ts', async (original) => ({
  ...(await original<object>()),
  atLeast: () => true,
}));

let world: World;
beforeEach(async () => {
  clock.ahead = 0;
  world = await makeApprovalWorld({ settings: { now: () => Date.now() + clock.ahead } });
  await world.says('wanda', COMMAND);
});
afterEach(() => world.end());

const stopped = (by: string) => attacks.filter(({ stoppedBy }) => stoppedBy === by);

describe('without the decision this starts the job', () => {
  test.each(stopped('decision'))('$name', async ({ act }) => {
    await act(world);
    expect(world.dispatches()).toHaveLength(1);
  });
});

describe('the store stops by itself', () => {
  test.each(stopped('store'))('$name', async ({ act }) => {
    await act(world);
    expect(world.dispatches()).toEqual([]);
  });
});
