import { describe, expect, test } from 'vitest';
import { decide, openAuthorised, type Authorised, type Facts } from '../../../core/authority/decide.ts';
import type { Hearing } from '../../../core/authority/listen.ts';
import { ROLES, type Role } from '../../../core/authority/role.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { authorised, goodFacts } from './facts.ts';

const hearing = (differing: Partial<Hearing>): Partial<Facts> => ({
  hearing: { ...goodFacts.hearing, ...differing },
});
const bot = { id: 9, login: 'some[bot]', type: 'Bot' };

test('a writer is authorised, and what was true then is frozen', () => {
  expect(openAuthorised(authorised())).toEqual({
    actor: 'mona',
    role: 'write',
    startedBy: 'comment',
    agent: 'reviewer',
    task: 'check the error handling',
    limits: {},
    earlier: null,
    depth: 0,
    repositoryId: 42,
    repository: 'octo/hello',
    issueNumber: 3,
    commentId: 11,
    frozen: goodFacts.frozen,
  });
});

describe('deliberate silence', () => {
  test.each([
    ['an edited comment', hearing({ action: 'edited' }), 'not-created'],
    ['a deleted comment', hearing({ action: 'deleted' }), 'not-created'],
    [
      'a comment whose event came from somebody else',
      hearing({ sender: { id: 2, login: 'maintainer', type: 'User' } }),
      'not-the-author',
    ],
    ['a bot', hearing({ author: bot, sender: bot }), 'not-a-person'],
    ['an app in a user’s name', hearing({ viaApp: true }), 'written-by-app'],
    [
      'an archived repository',
      hearing({ repository: { ...goodFacts.hearing.repository, archived: true } }),
      'archived',
    ],
    ['a user without any role', { role: null }, 'not-permitted'],
    ['a role that is too low', { role: 'triage' as const }, 'not-permitted'],
    [
      'a role that is too low in a closed, locked thread',
      { role: 'read' as const, issue: { open: false, locked: true } },
      'not-permitted',
    ],
  ])('for %s', (_, differing, code) => {
    expect(decide({ ...goodFacts, ...differing })).toMatchObject({ refused: true, code, reply: false });
  });
});

describe('a reason is given', () => {
  test.each([
    ['a closed thread', { open: false, locked: false }, 'thread-closed', /#3 is closed/],
    ['a locked thread', { open: true, locked: true }, 'thread-locked', /#3 is locked/],
  ])('for %s', (_, issue, code, because) => {
    expect(decide({ ...goodFacts, issue })).toMatchObject({
      code,
      reply: true,
      because: expect.stringMatching(because),
    });
  });
});

const combinations = ROLES.flatMap((invoke) => [null, ...ROLES].map((role) => ({ invoke, role })));
test.each(combinations)('role $role, agent for $invoke', ({ invoke, role }) => {
  const decision = decide({ ...goodFacts, role, agent: { name: 'reviewer', invoke, teams: [] } });
  const rank = (of: Role | null) =>
    of === null ? -1 : ['read', 'triage', 'write', 'maintain', 'admin'].indexOf(of);
  expect(isRefusal(decision)).toBe(rank(role) < rank(invoke));
});

test('a look-alike does not open', () => {
  const forged = { actor: 'mallory' } as unknown as Authorised;
  expect(() => openAuthorised(forged)).toThrow(TypeError);
});

describe('news of a pull request', () => {
  const byPull = { startedBy: 'pull_request' as const };
  const agent = { ...goodFacts.agent, forStrangers: true };

  test('start an agent for whoever has its role, and for nobody else', () => {
    expect(isRefusal(decide({ ...goodFacts, ...byPull }))).toBe(false);
    expect(decide({ ...goodFacts, ...byPull, role: null })).toMatchObject({ code: 'not-permitted' });
    expect(decide({ ...goodFacts, ...byPull, role: 'triage' })).toMatchObject({ code: 'not-permitted' });
  });

  test('start one for strangers for everybody, and a command does not', () => {
    const opened = decide({ ...goodFacts, ...byPull, agent, role: null });
    if (isRefusal(opened)) throw new Error(opened.because);
    expect(openAuthorised(opened)).toMatchObject({ role: null, startedBy: 'pull_request' });
    expect(decide({ ...goodFacts, agent, role: null })).toMatchObject({ code: 'not-permitted' });
    const machine = { ...goodFacts.hearing, author: bot, sender: bot };
    expect(decide({ ...goodFacts, ...byPull, agent, hearing: machine })).toMatchObject({
      code: 'not-a-person',
    });
    expect(decide({ ...goodFacts, ...byPull, agent, issue: { open: false, locked: false } })).toMatchObject({
      code: 'thread-closed',
    });
  });
});
