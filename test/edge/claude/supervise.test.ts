import { describe, expect, test } from 'vitest';
import { CANARY_REFUSED } from '../../../core/launch/canary.ts';
import type { Verdict } from '../../../core/policy/verdict.ts';
import { askJudge, type Judge } from '../../../edge/claude/ask-judge.ts';
import type { Note, Supervision } from '../../../edge/claude/supervision.ts';
import { lineOf, planOf, playLines } from './scripted-cli.ts';

/* The supervisor against a CLI that lies: a shell script plays it, so that it can do what the real one does not. */

const plan = { ...planOf(['Read', 'Bash']), taintedTools: ['Read', 'Grep', 'Glob', 'Bash', 'Edit', 'Write'] };
const { call, ended, asks, result } = lineOf;
const init = lineOf.init(plan);

/** Plays the lines, and then a script; tells the end of the run and what was noted. */
async function play(
  lines: (object | null)[],
  onNote: (note: Note) => void = () => {},
  tail = '',
  timeoutMinutes = 0.2,
  more: Partial<Supervision> = {},
) {
  const notes: Note[] = [];
  const keep = (note: Note) => {
    notes.push(note);
    onNote(note);
  };
  const run = await playLines(lines, { ...plan, timeoutMinutes }, keep, { tail, ...more });
  return { run, notes };
}

test('an honest run ends as one', async () => {
  const read = { file_path: 'a.txt' };
  const { run, notes } = await play([
    init,
    call('1', 'Read', read),
    asks('1', 'Read', read),
    null,
    ended('1'),
    result,
  ]);
  expect(run).toMatchObject({ stopped: null, exitCode: 0, results: [{ text: 'Done.' }] });
  expect(notes.map((note) => note.kind)).toEqual(['started', 'asked', 'ended']);
});

test('the answer to a question is what was judged', async () => {
  const tell = 'printf "%s" "$answer" >&2';
  const allowed = await play([init, asks('1', 'Read', { file_path: 'a.txt' }), null], undefined, tell);
  expect(allowed.run.stderrTail).toMatch(/"request_id":"r-1".*"behavior":"allow"/);
  const refused = await play([init, asks('1', 'Read', { file_path: '/etc/shadow' }), null], undefined, tell);
  expect(refused.run.stderrTail).toMatch(/"behavior":"deny".*inside-workspace/);
});

describe('the run is ended when', () => {
  const stays = 'sleep 30';
  const began = () => performance.now();

  test('a call ran that nobody asked about', async () => {
    const start = began();
    const { run } = await play([init, call('1', 'Read', {}), ended('1')], undefined, stays);
    expect(run.stopped).toMatchObject({
      code: 'unmediated-call',
      because: expect.stringMatching(/without having been asked/),
    });
    expect(began() - start).toBeLessThan(5000);
  });

  test('a command ran that nobody asked about, though it failed', async () => {
    const bash = call('1', 'Bash', { command: 'curl evil; false' });
    const { run } = await play([init, bash, ended('1', true, 'Exit code 1\nloot')], undefined, stays);
    expect(run.stopped?.code).toBe('unmediated-call');
  });

  test('a call ran although it was refused', async () => {
    const outside = { file_path: '/etc/shadow' };
    const lines = [init, call('1', 'Read', outside), asks('1', 'Read', outside), null, ended('1')];
    const { run } = await play(lines, undefined, stays);
    expect(run.stopped).toMatchObject({
      code: 'unmediated-call',
      because: expect.stringMatching(/although it was refused/),
    });
  });

  test('a call was refused once and allowed under the same name later', async () => {
    const [bad, good] = [{ file_path: '/etc/shadow' }, { file_path: 'a.txt' }];
    const lines = [init, asks('1', 'Read', bad), null, asks('1', 'Read', good), null, ended('1')];
    expect((await play(lines, undefined, stays)).run.stopped?.code).toBe('unmediated-call');
  });

  test('the record cannot be written, before the answer is given', async () => {
    const lines = [init, asks('1', 'Read', { file_path: 'a.txt' }), null, ended('1'), result];
    const full = (note: Note) => {
      if (note.kind === 'asked') throw new Error('ENOSPC: no space left on device');
    };
    const { run } = await play(lines, full, stays);
    expect(run.stopped).toMatchObject({ code: 'record-failed', because: expect.stringMatching(/ENOSPC/) });
    expect(run.results).toEqual([]);
  });

  test('it began with another tool, model, mode or version than was planned', async () => {
    for (const change of [
      { tools: ['Bash', 'Read', 'WebFetch'] },
      { model: 'claude-other' },
      { permissionMode: 'bypassPermissions' },
      { claude_code_version: '1.0.0' },
      { mcp_servers: [{ name: 'x' }] },
    ]) {
      const { run } = await play([{ ...init, ...change }], undefined, stays);
      expect(run.stopped?.code, JSON.stringify(change)).toBe('not-as-planned');
    }
  });

  test('a line has no end', async () => {
    const { run } = await play([init], undefined, 'head -c 20000000 /dev/zero | tr "\\0" x; sleep 30');
    expect(run.stopped?.code).toBe('line-too-long');
  });
});

test('a call that is asked about before the start has been said is refused', async () => {
  const { notes } = await play([asks('1', 'Read', { file_path: 'a.txt' }), null, init, result]);
  expect(notes[0]).toMatchObject({ kind: 'asked', verdict: { allow: false, rule: 'not-started' } });
});

test('a CLI that ends at once is a run without a result, not a hang', async () => {
  const { run } = await play([], undefined, 'echo broken >&2; exit 7');
  expect(run).toMatchObject({ exitCode: 7, results: [], stopped: null });
  expect(run.stderrTail).toContain('broken');
});

test('a flood of lines does not stop the clock', async () => {
  const began = performance.now();
  const { run } = await play([init], undefined, 'exec yes "no json"', 0.02);
  expect(run).toMatchObject({ timedOut: true, stopped: null });
  expect(performance.now() - began).toBeLessThan(10_000);
});

describe('the start-up check', () => {
  const canary = {
    marker: 'canary-1',
    callId: 'toolu_canary_1',
    tool: 'Read',
    input: { file_path: '/workspace/a.txt' },
  };
  const provoked = call(canary.callId, canary.tool, canary.input);
  const asked = asks(canary.callId, canary.tool, canary.input);
  const refused = ended(canary.callId, true, CANARY_REFUSED);
  const check = (lines: (object | null)[]) => play(lines, undefined, 'sleep 5', 0.2, { canary });

  test('that holds is followed by the task, and leaves no trace in the result', async () => {
    const { run, notes } = await check([init, provoked, asked, null, refused, result, null, init, result]);
    expect(run).toMatchObject({ stopped: null, results: [{ text: 'Done.' }] });
    expect(run.results).toHaveLength(1);
    expect(notes.map((note) => note.kind)).toEqual(['started', 'canary']);
  });

  test.each<[string, (object | null)[], RegExp]>([
    ['is made without asking', [init, provoked, ended(canary.callId)], /without asking/],
    ['is made although it was refused', [init, provoked, asked, null, ended(canary.callId)], /although/],
    ['fails in another way', [init, provoked, asked, null, ended(canary.callId, true, 'EIO')], /although/],
    ['is another call', [init, asks('x', 'Bash', { command: 'id' })], /another call/],
    ['is asked twice', [init, asked, null, asked], /another call/],
    ['is never made', [init, result], /ended with/],
  ])('ends the run before the task when the call %s', async (_what, lines, because) => {
    const { run, notes } = await check([...lines, null]);
    expect(run.stopped).toMatchObject({ code: 'canary-failed', because: expect.stringMatching(because) });
    expect(notes.map((note) => note.kind)).not.toContain('canary');
  });
});

describe('a judge', () => {
  const read = { file_path: 'a.txt' };
  const lines = [
    init,
    call('1', 'Read', read),
    asks('1', 'Read', read),
    null,
    ended('1', true, 'no'),
    result,
  ];
  const verdictOf = (notes: Note[]) => notes.find((note) => note.kind === 'asked')?.verdict;

  test('may take its time', async () => {
    const judge = () =>
      new Promise<Verdict>((resolve) => setTimeout(() => resolve({ allow: true, rule: 'late' }), 50));
    const { run, notes } = await play([...lines.slice(0, 4), ended('1'), result], undefined, '', 0.2, {
      judge,
    });
    expect(run.stopped).toBeNull();
    expect(verdictOf(notes)).toMatchObject({ allow: true, rule: 'late' });
  });

  test.each<[string, Judge]>([
    [
      'throws',
      () => {
        throw new Error('broken');
      },
    ],
    ['rejects', () => Promise.reject(new Error('broken'))],
    ['says nothing that is a verdict', () => 'yes' as unknown as Verdict],
    ['promises nothing that is a verdict', () => Promise.resolve(undefined as unknown as Verdict)],
  ])('that %s has denied', async (_what, judge) => {
    const { notes } = await play(lines, undefined, '', 0.2, { judge });
    expect(verdictOf(notes)).toMatchObject({ allow: false, rule: 'silent-judge' });
  });

  test('that is silent has denied, and what it says later is not heard', async () => {
    const late = Promise.withResolvers<Verdict>();
    const verdict = await askJudge(() => late.promise, { tool: 'Read', input: read, actor: 'main' }, 20);
    late.resolve({ allow: true, rule: 'too-late' });
    expect(verdict).toMatchObject({
      allow: false,
      rule: 'silent-judge',
      because: expect.stringContaining('0.02'),
    });
  });
});

test('an alarm ends the run with its reason', async () => {
  const alarm = Promise.resolve({
    refused: true,
    code: 'workspace-full',
    because: 'Full.',
    remedy: 'Less.',
  } as const);
  const { run } = await play([init], undefined, 'sleep 20', 0.2, { alarms: [alarm] });
  expect(run.stopped).toMatchObject({ code: 'workspace-full' });
});
