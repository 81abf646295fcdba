import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { whyNoSessionKey } from '../../action/input-values.ts';
import { sessionKeeper } from '../../action/keep-session.ts';
import { gate } from '../../core/redact/gate.ts';
import { inflate } from '../../edge/codec/inflate.ts';
import { readSession, type Session } from '../../core/session/session.ts';
import { isRefusal } from '../../core/refusal.ts';
import { verifiedByWorkflow, verifyTicket, type Verified } from '../../core/ticket/verify.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { unlock } from '../../edge/keys/session-lock.ts';
import { plan } from '../contract/plan.ts';
import { quietDesk } from './quiet-desk.ts';
import { ticketOf } from './ticket-of.ts';

/* What is kept of a conversation, and of which. */

const API_KEY = 'dummy-api-key-Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';
const SESSION_KEY = 'dummy-session-key-0123456789abcdef';
const SHAPE = `ghp_${'dUmMy0'.repeat(6)}`;
/** More packed pieces than a search unpacks. */
const bombs = () =>
  Array.from({ length: 450 }, (_, at) => deflateSync(`${at}`.repeat(12)).toString('base64')).join('\n');
const task = 'look';
const ticket = ticketOf('reviewer', task, { iat: 1000, exp: 2000 });

async function verified(): Promise<Verified> {
  const now = { repositoryId: ticket.repository_id, now: 1500, sha256, runAttempt: 1 };
  const found = await verifyTicket('a.b.c', () => Promise.resolve(ticket), now);
  if (isRefusal(found)) throw new Error(found.because);
  return found;
}

type Given = {
  hours?: number | null;
  sessionKey?: string;
  said?: string;
  outcome?: 'success' | 'failed';
  by?: Verified;
  continued?: Session;
};

async function kept({
  hours = 24,
  sessionKey = SESSION_KEY,
  said = 'Well.',
  outcome = 'success',
  by,
  continued,
}: Given = {}) {
  const desk = quietDesk({ 'anthropic-api-key': API_KEY, 'session-key': SESSION_KEY });
  desk.obey({ allow: [], onShape: 'withhold' });
  const prepared = {
    plan: { ...plan, sessionHours: hours },
    continued:
      continued === undefined ? null : { jobId: '9'.repeat(32), agent: 'reviewer', session: continued },
  };
  const job = { verified: by ?? (await verified()), inputs: { sessionKey }, desk };
  const keeper = sessionKeeper(prepared, job);
  keeper?.hear({ kind: 'text', text: said });
  const over = keeper?.handOver({ verdict: { outcome, cause: null, text: said }, taint: ['text of #1'] });
  const { session = null, sessionFile = null } = over ?? {};
  const { jobId, configBlob, headSha } = {
    jobId: ticket.job_id,
    configBlob: ticket.config_blob,
    headSha: ticket.head_sha,
  };
  const binding = { jobId, agent: 'reviewer', configBlob, headSha, expiresAt: session?.expires_at ?? 0 };
  const text = sessionFile === null ? null : unlock(sessionFile.locked, SESSION_KEY, binding);
  return { desk, session, sessionFile, text };
}

test('it is kept for as long as the profile says, for this job, and nothing else reads it', async () => {
  const { session, sessionFile, text, desk } = await kept();
  expect(session?.sha256).toBe(sha256(sessionFile?.locked ?? ''));
  expect(Math.abs((session?.expires_at ?? 0) - (Date.now() / 1000 + 86_400))).toBeLessThan(60);
  expect(readSession(text ?? '')).toEqual({
    version: 1,
    left_out: 0,
    tainted: ['text of #1'],
    turns: [
      { by: 'person', text: 'look' },
      { by: 'agent', text: 'Well.' },
    ],
  });
  expect(desk.withheld).toEqual([]);
});

test('what was said before the run stands before it', async () => {
  const continued: Session = {
    version: 1,
    left_out: 2,
    tainted: [],
    turns: [{ by: 'agent', text: 'Then.' }],
  };
  const { text } = await kept({ continued });
  expect(readSession(text ?? '')).toMatchObject({
    left_out: 2,
    turns: [{ text: 'Then.' }, { text: 'look' }, {}],
  });
});

describe('what is secret is masked before it is encrypted', () => {
  test('known values, and what looks like one even where the repository withholds that', async () => {
    const { text, desk } = await kept({ said: `${API_KEY} ${SESSION_KEY} ${SHAPE}` });
    for (const secret of [API_KEY, SESSION_KEY, SHAPE]) expect(text).not.toContain(secret);
    expect(text).toContain('[redacted: anthropic-api-key] [redacted: session-key]');
    expect(desk.withheld).toEqual([]);
  });

  test('a value in disguise keeps all of it back, and compromises the run', async () => {
    const { session, sessionFile, desk } = await kept({
      said: Buffer.from(`x${API_KEY}y`).toString('base64'),
    });
    expect([session, sessionFile]).toEqual([null, null]);
    expect(desk.withheld).toMatchObject([{ sink: 'session', kinds: ['anthropic-api-key'] }]);
  });

  test.each<[string, string, string]>([
    ['that could not be searched to its end', bombs(), 'gate-budget'],
    [
      'with what only looks like one, in disguise',
      Buffer.from(`x ${SHAPE} y`).toString('base64'),
      'github-token',
    ],
  ])('a text %s is not kept, and is no news of the run', async (_, said, kind) => {
    expect(gate(said, 'session', { secrets: {} }, { inflate })).toMatchObject({ kinds: [kind] });
    const { sessionFile, desk } = await kept({ said });
    expect(sessionFile).toBeNull();
    expect(desk.lines.at(-1)).toContain('session: the conversation is not kept');
    expect(desk.withheld).toEqual([]);
  });
});

describe('nothing is kept', () => {
  test('of a run that did not end well', async () => {
    expect(await kept({ outcome: 'failed' })).toMatchObject({ session: null, sessionFile: null });
  });

  test('where the profile does not say so: nothing is said of it', async () => {
    const { sessionFile, desk } = await kept({ hours: null });
    expect([sessionFile, desk.lines]).toEqual([null, []]);
  });

  test.each<[string, () => Given, RegExp]>([
    ['without a key', () => ({ sessionKey: '' }), /the step has no `session-key`/],
    [
      'of a plain workflow step',
      () => ({ by: verifiedByWorkflow({ agent: 'reviewer', task, actor: 'ada' }) as Verified }),
      /only a job of the app/,
    ],
  ])('%s, and the log says so', async (_, given, words) => {
    const { sessionFile, desk } = await kept(given());
    expect(sessionFile).toBeNull();
    expect(desk.lines).toEqual([expect.stringMatching(words)]);
  });
});

test.each<[string, string]>([
  ['none', ''],
  ['32 characters', SESSION_KEY.slice(0, 32)],
  ['what openssl prints', 'k5Yb0dJ8o1cN7r4Tq2Wv9XzA6mLpE3sFhGiUjKlMnO0='],
])('a session-key of %s is taken', (_, secret) => {
  expect(whyNoSessionKey(secret)).toBeNull();
});

test.each<[string, string]>([
  ['31 characters', SESSION_KEY.slice(0, 31)],
  ['one character again and again', 'a'.repeat(64)],
])('a session-key of %s is refused, and not repeated', (_, secret) => {
  const refusal = whyNoSessionKey(secret);
  expect(refusal).toMatchObject({ code: 'session-key-weak', remedy: expect.stringContaining('openssl') });
  expect(JSON.stringify(refusal)).not.toContain(secret);
});
