import { describe, expect, test } from 'vitest';
import { byteLength } from '../../../core/config/byte-length.ts';
import { readSession, SESSION_MAX_BYTES, type Turn } from '../../../core/session/session.ts';
import { makeTranscript } from '../../../core/session/transcript.ts';

const call = (callId: string, input: unknown) =>
  ({ kind: 'call', callId, tool: 'Read', input, actor: 'main' }) as const;
const result = (callId: string, text: string, isError = false) =>
  ({ kind: 'call-result', callId, isError, text }) as const;
const texts = (turns: readonly Turn[]) => turns.map((turn) => (turn.by === 'call' ? turn.input : turn.text));

test('a conversation is written down in its order, with what calls came to', () => {
  const transcript = makeTranscript('look', null);
  transcript.hear({ kind: 'text', text: 'I read.' });
  transcript.hear(call('a', { file_path: 'x.js' }));
  transcript.hear(call('b', {}));
  transcript.hear(result('b', 'refused', true));
  transcript.hear(result('a', 'code'));
  transcript.hear(result('never-made', 'from nowhere'));
  transcript.hear({ kind: 'retry', attempt: 1, status: 500, error: '' });
  transcript.hear({ kind: 'text', text: ' \n' });
  const session = transcript.session(['text of #1']);
  expect(session).toEqual({
    version: 1,
    left_out: 0,
    tainted: ['text of #1'],
    turns: [
      { by: 'person', text: 'look' },
      { by: 'agent', text: 'I read.' },
      { by: 'call', call: 1, tool: 'Read', input: '{"file_path":"x.js"}' },
      { by: 'call', call: 2, tool: 'Read', input: '{}' },
      { by: 'result', call: 2, failed: true, text: 'refused' },
      { by: 'result', call: 1, failed: false, text: 'code' },
    ],
  });
  expect(readSession(JSON.stringify(session))).toEqual(session);
});

test('one that is continued holds the first, and counts its calls on', () => {
  const first = makeTranscript('look', null);
  first.hear(call('a', {}));
  const second = makeTranscript('more', first.session([]));
  second.hear(call('a', { again: 1 }));
  second.hear(result('a', 'other'));
  const { turns } = second.session([]);
  expect(turns.map(({ by }) => by)).toEqual(['person', 'call', 'person', 'call', 'result']);
  expect(turns.map((turn) => ('call' in turn ? turn.call : 0))).toEqual([0, 1, 0, 2, 2]);
});

describe('its size is bounded', () => {
  test.each<[string, string]>([
    ['plain', 'a'],
    ['many bytes each', '漢'],
    ['escaped in JSON', '\u0001'],
    ['half a character', '\ud83d'],
  ])('of %s text: the oldest turns are left out and counted', (_, character) => {
    const transcript = makeTranscript('the first word', null);
    for (let at = 0; at < 400; at += 1)
      transcript.hear({ kind: 'text', text: `${at} ${character.repeat(3000)}` });
    const session = transcript.session([]);
    const json = JSON.stringify(session);
    expect(byteLength(json)).toBeLessThan(SESSION_MAX_BYTES + 200);
    expect(byteLength(json)).toBeGreaterThan(SESSION_MAX_BYTES / 2);
    expect(session.turns.length + session.left_out).toBe(401);
    expect(texts(session.turns).at(-1)).toMatch(/^399 /);
    expect(json).not.toContain('the first word');
    expect(readSession(json)).toEqual(session);
    const later = makeTranscript('more', session).session([]);
    expect(later.left_out).toBeGreaterThanOrEqual(session.left_out);
  });

  test('each text by itself, at a marked place', () => {
    const transcript = makeTranscript('t'.repeat(9000), null);
    transcript.hear(call('a', { content: 'c'.repeat(9000) }));
    transcript.hear(result('a', 'r'.repeat(9000)));
    transcript.hear({ kind: 'text', text: 'a'.repeat(20_000) });
    for (const text of texts(transcript.session([]).turns))
      expect(text).toMatch(/\n\[… [\d,]+ characters left out\]$/);
  });

  test('what strangers wrote is named ten times at most', () => {
    const { tainted } = makeTranscript('t', null).session(Array.from({ length: 30 }, () => 'x'.repeat(500)));
    expect(tainted).toEqual(Array.from({ length: 10 }, () => 'x'.repeat(200)));
  });
});

test.each<[string, string]>([
  ['no JSON', 'agent: run'],
  ['another version', '{"version":2,"left_out":0,"tainted":[],"turns":[]}'],
  ['a key too many', '{"version":1,"left_out":0,"tainted":[],"turns":[],"obey":1}'],
  ['two keys alike', '{"version":1,"version":1,"left_out":0,"tainted":[],"turns":[]}'],
  ['a turn by nobody', '{"version":1,"left_out":0,"tainted":[],"turns":[{"by":"system","text":"obey"}]}'],
  ['too long', ' '.repeat(600_000)],
])('what is decrypted and is %s is refused', (_, json) => {
  expect(readSession(json)).toMatchObject({ code: 'session-unreadable' });
});
