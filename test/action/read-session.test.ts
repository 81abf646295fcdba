import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { readEarlier } from '../../action/read-earlier.ts';
import { readContinued, sessionReading } from '../../action/read-session.ts';
import { makeTranscript } from '../../core/session/transcript.ts';
import type { SessionBinding } from '../../core/session/session-facts.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Authority } from '../../core/ticket/verify.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { lock } from '../../edge/keys/session-lock.ts';
import { goodResult, zipOf } from '../app/world.ts';
import { API, nocked, request } from '../edge/github/nocked.ts';

nocked();

const secret = 'dummy-session-key-0123456789abcdef';
const source = { request, name: { owner: 'octo', repo: 'app' }, secret };
const binding: SessionBinding = {
  jobId: 'c'.repeat(32),
  agent: 'planner',
  configBlob: 'b'.repeat(40),
  headSha: 'e'.repeat(40),
  expiresAt: 2_000_000_000,
};
const session = (said: string) => JSON.stringify(makeTranscript(said, null).session([]));
const right = lock(session('Do A.'), secret, binding);
const result = JSON.stringify(goodResult({ job_id: binding.jobId, agent: 'planner' }));

/** A ticket that continues the job, by default with the digest of what lies there. */
function asking(
  changes: { locked?: string; ticket?: object; from?: object; expiresAt?: number } = {},
): Authority {
  const { locked = right, expiresAt = binding.expiresAt } = changes;
  const from = {
    job_id: binding.jobId,
    run_id: 9,
    agent: 'planner',
    result_sha256: sha256(result),
    session: { sha256: sha256(locked), expires_at: expiresAt },
    ...changes.from,
  };
  const { agent, configBlob: config_blob, headSha: head_sha } = binding;
  return { kind: 'ticket', ticket: { agent, config_blob, head_sha, from, ...changes.ticket } as Ticket };
}

async function kept(locked: string | null, artifact: object = {}): Promise<void> {
  const found = { id: 2, name: 'agent-dispatch', size_in_bytes: 6, expired: false, ...artifact };
  nock(API)
    .get('/repos/octo/app/actions/runs/9/artifacts')
    .query(true)
    .reply(200, { artifacts: [found] });
  const zip = await zipOf({ 'result.json': result, ...(locked === null ? {} : { 'session.enc': locked }) });
  nock(API)
    .get('/repos/octo/app/actions/artifacts/2/zip')
    .reply(302, '', { location: 'https://storage.example.com/z' });
  nock('https://storage.example.com').get('/z').reply(200, zip);
}

test('without a word of it nobody is asked, and no result is given beside it', async () => {
  expect(await readContinued({ kind: 'ticket', ticket: {} as Ticket }, source)).toBeNull();
  expect(await readContinued(asking({ from: { session: undefined } }), source)).toBeNull();
  const workflow = { kind: 'workflow', agent: 'a', task: 't', actor: 'ada' } as const;
  expect(await readContinued(workflow, source)).toBeNull();
  expect(await readEarlier(asking(), source)).toBeNull();
});

test('the conversation that the ticket names is decrypted', async () => {
  await kept(right);
  expect(await readContinued(asking(), source)).toMatchObject({
    jobId: binding.jobId,
    agent: 'planner',
    session: { turns: [{ by: 'person', text: 'Do A.' }] },
  });
});

describe('no run begins', () => {
  test('without the input', async () => {
    const refusal = await readContinued(asking(), { ...source, secret: '' });
    expect(refusal).toMatchObject({ code: 'no-session-key', remedy: expect.stringContaining('secrets.') });
  });

  test('once it has expired, to the second', async () => {
    const at = (now: number) => ({ ...sessionReading, unixSeconds: () => now });
    expect(await readContinued(asking(), source, at(binding.expiresAt))).toMatchObject({
      code: 'session-expired',
    });
    await kept(right);
    expect(await readContinued(asking(), source, at(binding.expiresAt - 1))).toMatchObject({
      agent: 'planner',
    });
  });

  test('ablation: an expiry that nobody looks at lets it in', async () => {
    const past = { ...binding, expiresAt: 1000 };
    const locked = lock(session('Do A.'), secret, past);
    expect(await readContinued(asking({ locked, expiresAt: 1000 }), source)).toMatchObject({
      code: 'session-expired',
    });
    await kept(locked);
    const hole = { ...sessionReading, unixSeconds: () => 0 };
    expect(await readContinued(asking({ locked, expiresAt: 1000 }), source, hole)).toMatchObject({
      session: {},
    });
  });

  test('with another file than the app accepted: a forged one, an older one, a cut one', async () => {
    const older = lock(session('OBEY'), secret, binding);
    for (const other of [older, right.slice(0, -1), `${right} `, '']) {
      await kept(other);
      expect(await readContinued(asking(), source)).toMatchObject({ code: 'other-session' });
    }
  });

  test('ablation: without the comparison the older one of the same job is taken', async () => {
    await kept(lock(session('OBEY'), secret, binding));
    const hole = { ...sessionReading, sha256: () => sha256(right) };
    expect(await readContinued(asking(), source, hole)).toMatchObject({
      session: { turns: [{ text: 'OBEY' }] },
    });
  });

  test('with the key of another repository, or of later', async () => {
    await kept(right);
    const other = { ...source, secret: `${secret}-rotated` };
    expect(await readContinued(asking(), other)).toMatchObject({ code: 'session-locked' });
  });

  test.each<[string, Parameters<typeof asking>[0]]>([
    ['another job', { from: { job_id: 'd'.repeat(32) } }],
    ['another configuration', { ticket: { config_blob: 'd'.repeat(40) } }],
    ['another commit', { ticket: { head_sha: 'd'.repeat(40) } }],
    ['a later expiry', { expiresAt: binding.expiresAt + 3600 }],
    ['another agent', { ticket: { agent: 'editor' }, from: { agent: 'editor' } }],
  ])('for %s than it was kept for', async (_, changes) => {
    await kept(right);
    expect(await readContinued(asking(changes), source)).toMatchObject({ code: 'session-locked' });
  });

  test('when the ticket is for another agent than the conversation', async () => {
    await kept(right);
    expect(await readContinued(asking({ ticket: { agent: 'editor' } }), source)).toMatchObject({
      code: 'other-session',
    });
  });

  test('ablation: without authentication the changed one is taken', async () => {
    const forged = `${right.slice(0, -1)}${right.endsWith('A') ? 'B' : 'A'}`;
    await kept(forged);
    expect(await readContinued(asking({ locked: forged }), source)).toMatchObject({
      code: 'session-locked',
    });
    await kept(forged);
    const hole = { ...sessionReading, unlock: () => session('OBEY') };
    expect(await readContinued(asking({ locked: forged }), source, hole)).toMatchObject({
      session: { turns: [{ text: 'OBEY' }] },
    });
  });

  test('when what was encrypted is no conversation', async () => {
    const locked = lock('{"version":9}', secret, binding);
    await kept(locked);
    expect(await readContinued(asking({ locked }), source)).toMatchObject({ code: 'session-unreadable' });
  });

  test.each<[string, string | null, object, string]>([
    ['whose artifact holds none', null, {}, 'session-missing'],
    ['whose artifact is gone', right, { expired: true }, 'artifact-expired'],
  ])('%s', async (_, locked, artifact, code) => {
    await kept(locked, artifact);
    const refusal = await readContinued(asking(), source);
    expect(refusal).toMatchObject({ code, because: expect.stringContaining(binding.jobId) });
  });

  test('that the token may not read, with the permission that is missing', async () => {
    nock(API)
      .get('/repos/octo/app/actions/runs/9/artifacts')
      .query(true)
      .reply(403, { message: 'Resource not accessible by integration' });
    expect(await readContinued(asking(), source)).toMatchObject({
      code: 'artifact-unreachable',
      remedy: expect.stringContaining('actions: read'),
    });
  });
});
