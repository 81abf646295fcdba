import { describe, expect, test } from 'vitest';
import { isRefusal, refuse } from '../../../core/refusal.ts';
import type { Ticket } from '../../../core/ticket/ticket.ts';
import {
  openVerified,
  verifiedByWorkflow,
  verifyTicket,
  type Verified,
} from '../../../core/ticket/verify.ts';

const digestOf = (text: string) => text.length.toString(16).padStart(64, '0');

const NOW = 1_800_000_000;
const ticket: Ticket = {
  iss: 'agent-dispatch/7',
  jti: 'a'.repeat(32),
  iat: NOW,
  exp: NOW + 3600,
  repository_id: 42,
  repository: 'octo/hello',
  job_id: 'b'.repeat(32),
  actor: 'mona',
  agent: 'reviewer',
  config_blob: 'c'.repeat(40),
  config_commit: 'd'.repeat(40),
  head_sha: 'e'.repeat(40),
  fork_head: false,
  private: false,
  task: 'check the error handling',
  task_sha256: digestOf('check the error handling'),
  issue_number: 3,
  depth: 0,
};
const expected = { repositoryId: 42, now: NOW, sha256: digestOf, runAttempt: 1 };
const signed = (payload: unknown) => () => Promise.resolve(payload);
const verify = (payload: unknown, differing: Partial<typeof expected> = {}) =>
  verifyTicket('e30.e30.AA', signed(payload), { ...expected, ...differing });

describe('a good ticket', () => {
  test('is opened again as it was signed', async () => {
    const verified = await verify(ticket);
    if (isRefusal(verified)) throw new Error(verified.because);
    expect(openVerified(verified)).toEqual({ kind: 'ticket', ticket });
  });

  test.each([
    ['issued a minute ahead of our clock', { iat: NOW + 60 }],
    ['expired less than a minute ago', { exp: NOW - 59 }],
  ])('%s still counts', async (_, claims) => {
    expect(isRefusal(await verify({ ...ticket, ...claims }))).toBe(false);
  });
});

describe('a ticket is refused', () => {
  test.each([
    ['of another repository', { repository_id: 43 }, {}, 'ticket-other-repository', /43.*42/],
    ['that expired', { exp: NOW - 60 }, {}, 'ticket-expired', /2027-01-15T07:59:00/],
    ['from the future', { iat: NOW + 61 }, {}, 'ticket-not-yet-valid', /2027-01-15T08:01:01/],
    ['whose task was altered', { task: 'delete everything now!' }, {}, 'ticket-task-altered', /digest/],
    ['without a nonce', { jti: undefined }, {}, 'ticket-incomplete', /`jti`/],
    ['with a claim we do not know', { sudo: true }, {}, 'ticket-incomplete', /sudo/],
    ['with a short commit', { head_sha: 'eeeeeee' }, {}, 'ticket-incomplete', /`head_sha`/],
    ['with an odd agent', { agent: '../x' }, {}, 'ticket-incomplete', /`agent`/],
    ['in a re-run', {}, { runAttempt: 2 }, 'ticket-rerun', /attempt 2/],
    ['in a run of unknown attempt', {}, { runAttempt: Number.NaN }, 'ticket-rerun', /NaN/],
    ['when the clock is unknown', {}, { now: Number.NaN }, 'ticket-not-yet-valid', /NaN/],
  ])('%s', async (_, claims, differing, code, because) => {
    const refusal = await verify({ ...ticket, ...claims }, differing);
    expect(refusal).toMatchObject({ refused: true, code, because: expect.stringMatching(because) });
    expect(refusal).toHaveProperty('remedy', expect.stringMatching(/\w/));
  });

  test.each([null, 'text', 7, [], {}])('whose payload is %j', async (payload) => {
    expect(await verify(payload)).toMatchObject({ code: 'ticket-incomplete' });
  });

  test.each([
    ['empty', ''],
    ['a word', 'x'],
    ['two parts', 'a.b'],
    ['four parts', 'a.b.c.d'],
    ['not base64url', 'a.b.ü'],
    ['space before', ' a.b.c'],
    ['a line break after', 'a.b.c\n'],
    ['too long', `a.${'b'.repeat(70_000)}.c`],
  ])('that is no JWS: %s', async (_, jws) => {
    let asked = false;
    const check = () => Promise.resolve((asked = true));
    expect(await verifyTicket(jws, check, expected)).toMatchObject({ code: 'ticket-not-a-jws' });
    expect(asked).toBe(false);
  });

  test('when its signature is refused, whatever the claims say', async () => {
    const refusal = refuse('ticket-wrong-signature', 'No.', 'Do.');
    expect(await verify(refusal)).toEqual(refusal);
  });

  test('when the check of the signature throws', async () => {
    const throws = () => Promise.reject(new Error('DUMMY-DETAIL'));
    const refusal = await verifyTicket('e30.e30.AA', throws, expected);
    expect(refusal).toMatchObject({ code: 'ticket-unverifiable' });
    expect(JSON.stringify(refusal)).not.toContain('DUMMY-DETAIL');
  });
});

describe('a workflow of its own', () => {
  test('is the authority for what its inputs say', () => {
    const facts = { agent: 'reviewer', task: 'look', actor: 'mona' };
    const verified = verifiedByWorkflow(facts);
    if (isRefusal(verified)) throw new Error(verified.because);
    expect(openVerified(verified)).toEqual({ kind: 'workflow', ...facts });
  });

  test.each([
    [{ agent: '' }, 'agent-input-bad'],
    [{ agent: 'Reviewer' }, 'agent-input-bad'],
    [{ agent: '--model=x' }, 'agent-input-bad'],
    [{ task: ' \n' }, 'task-input-empty'],
    [{ actor: '' }, 'actor-unknown'],
  ])('is refused with %j', (wrong, code) => {
    expect(verifiedByWorkflow({ agent: 'reviewer', task: 'look', actor: 'mona', ...wrong })).toMatchObject({
      code,
    });
  });
});

test('a look-alike does not open', () => {
  const forged = { kind: 'ticket', ticket } as unknown as Verified;
  expect(() => openVerified(forged)).toThrow(TypeError);
});
