import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Held } from '../../../edge/github/held.ts';
import { openPace } from '../../../edge/github/pace.ts';
import { GITHUB_PACE, NO_PACE, type Clock, type PaceRules } from '../../../edge/github/pace-rules.ts';
import type { Request } from '../../../edge/github/request.ts';

const EDIT = 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}';
const COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const DISPATCH = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
const ONCE = { request: { retries: 0 } };

/** A clock that only moves when nothing else can happen. */
function fakeClock(
  jitter = 0,
): Clock & { run<T>(work: Promise<T>): Promise<T>; setForward(by: number): void } {
  let now = 1_000_000;
  const sleepers: { at: number; wake: () => void }[] = [];
  return {
    now: () => now,
    random: () => jitter,
    setForward: (by) => void (now += by),
    sleep: (milliseconds) =>
      new Promise((resolve) => sleepers.push({ at: now + Math.max(0, milliseconds), wake: resolve })),
    async run(work) {
      const state = { done: false };
      const end = () => void (state.done = true);
      work.then(end, end);
      while (!state.done) {
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
        await new Promise((resolve) => setImmediate(resolve));
        if (state.done) break;
        const next = sleepers.toSorted((one, other) => one.at - other.at)[0];
        if (next === undefined) continue;
        sleepers.splice(sleepers.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.wake();
      }
      return work;
    },
  };
}

type Reply = number | 'nothing' | { status: number; headers?: Record<string, string>; message?: string };

/** GitHub, as it answers one after the other; then always 200. */
function github(clock: Clock, ...replies: Reply[]) {
  const calls: { route: string; at: number; body: unknown }[] = [];
  const request: Request = async (route, params = {}) => {
    calls.push({ route, at: clock.now(), body: params['body'] });
    const reply = replies.shift() ?? 200;
    if (reply === 'nothing') throw new Error('socket hang up');
    const { status, headers = {}, message = 'no' } = typeof reply === 'number' ? { status: reply } : reply;
    const response = { status, headers, data: { message } };
    if (status >= 400) throw Object.assign(new Error(message), { status, response });
    return response;
  };
  return { calls, request };
}

const secondary = { status: 403, message: 'You have exceeded a secondary rate limit' };
const rules = (differing: Partial<PaceRules> = {}): PaceRules => ({ ...GITHUB_PACE, ...differing });
const budget = (most: number, within: number) => rules({ limits: [{ most, within }] });
const settled = (calls: Promise<unknown>[]) =>
  Promise.allSettled(calls).then((all) => all.map(({ status }) => status));

describe('the budget for content', () => {
  test("keeps GitHub's limits, whatever comes when", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3000), { maxLength: 120 }), fc.nat(10), async (pauses, tenths) => {
        const clock = fakeClock(tenths / 10);
        const { calls, request } = github(clock);
        const paced = openPace(rules(), clock).paced(1, request);
        const made: Promise<unknown>[] = [];
        const come = async () => {
          for (const pause of pauses) {
            await clock.sleep(pause);
            made.push(paced(COMMENT, ONCE));
          }
          await settled(made);
        };
        await clock.run(come());
        for (const { most, within } of GITHUB_PACE.limits)
          for (const [at, call] of calls.entries())
            expect(call.at - (calls[at - most]?.at ?? -Infinity)).toBeGreaterThanOrEqual(within);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  test('is each installation its own, and reads are free', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const pace = openPace(budget(1, 10_000), clock);
    const start = clock.now();
    const all = [pace.paced(1, request)(COMMENT), pace.paced(2, request)(COMMENT)];
    await clock.run(Promise.all([...all, pace.paced(1, request)('GET /x')]));
    expect(calls.map(({ at }) => at - start)).toEqual([0, 0, 0]);
    expect(pace.standing()).toMatchObject({ paused: 0, open: 0, pauses: 0 });
  });

  test('lets dispatches and ends go first, news of progress last', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const paced = openPace(budget(1, 5000), clock).paced(1, request);
    const progress = { comment_id: 1, request: { progress: true } };
    const all = [
      paced(COMMENT),
      paced(EDIT, progress),
      paced(COMMENT),
      paced(EDIT, { comment_id: 2 }),
      paced(DISPATCH),
    ];
    await clock.run(Promise.all(all));
    expect(calls.map(({ route }) => route)).toEqual([COMMENT, EDIT, DISPATCH, COMMENT, EDIT]);
  });

  test('is not waited for by passing news for longer than they are new', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const pace = openPace(budget(2, 50_000), clock);
    const paced = pace.paced(1, request);
    const passing = (comment_id: number) => ({ comment_id, request: { patience: 2000, retries: 0 } });
    expect(pace.part(1)).toBe(1);
    await clock.run(paced(EDIT, passing(1)));
    expect(pace.part(1)).toBe(0.5);
    await clock.run(paced(COMMENT));
    expect(pace.part(1)).toBe(0);
    const began = clock.now();
    await expect(clock.run(paced(EDIT, passing(1)))).rejects.toBeInstanceOf(Held);
    expect([calls.length, clock.now() - began]).toEqual([2, 0]);
    expect(pace.part(2)).toBe(1);
  });

  test('is waited for by an end as long as ever, also when it takes the place of passing news', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const paced = openPace(budget(1, 1500), clock).paced(1, request);
    const passing = {
      comment_id: 1,
      body: 'passing',
      request: { progress: true, patience: 2000, retries: 0 },
    };
    const all = [
      paced(COMMENT),
      paced(EDIT, passing),
      paced(DISPATCH),
      paced(COMMENT),
      paced(EDIT, { comment_id: 1, body: 'the end' }),
    ];
    expect(await clock.run(settled(all))).toEqual(Array(5).fill('fulfilled'));
    expect(calls.map(({ body }) => body).filter(Boolean)).toEqual(['the end']);
  });

  test('is waited for a minute at most; then nothing is sent, and the fault says when', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const paced = openPace(budget(1, 50_000), clock).paced(1, request);
    const all = [paced(COMMENT), paced(COMMENT), paced(COMMENT)];
    expect(await clock.run(settled(all))).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    await expect(all[2]).rejects.toThrow(Held);
    await expect(all[2]).rejects.toMatchObject({ remedy: expect.stringMatching(/\d\d:\d\d:\d\d UTC/) });
    expect(calls).toHaveLength(2);
    const late = openPace(budget(1, 90_000), clock).paced(1, request);
    await late(COMMENT);
    await expect(late(COMMENT)).rejects.toThrow(Held);
  });

  test('is waited for no longer when the clock was set forward, and nobody whose turn it is then is sent away', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const paced = openPace(budget(1, 5000), clock).paced(1, request);
    const all = [paced(COMMENT), paced(DISPATCH)];
    clock.setForward(150_000);
    expect(await clock.run(settled(all))).toEqual(['fulfilled', 'fulfilled']);
    expect(calls).toHaveLength(2);
  });

  test('is not spent on text that is out of date', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock);
    const paced = openPace(budget(1, 5000), clock).paced(1, request);
    const edit = (body: string, comment_id = 1) => paced(EDIT, { owner: 'a', repo: 'b', comment_id, body });
    const all = [paced(COMMENT), edit('one'), edit('two'), edit('three'), edit('other', 2)];
    await clock.run(Promise.all(all));
    expect(calls.map(({ body }) => body)).toEqual([undefined, 'three', 'other']);
  });

  test('does not write an old text over a new one when it repeats a call', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock, 502);
    const slow: Request = (...call) => clock.sleep(100).then(() => request(...call));
    const paced = openPace(rules({ limits: [] }), clock).paced(1, slow);
    const edit = (body: string) => paced(EDIT, { owner: 'a', repo: 'b', comment_id: 1, body });
    const old = edit('old');
    await new Promise((resolve) => setImmediate(resolve));
    await clock.run(Promise.all([old, edit('new')]));
    expect(calls.map(({ body }) => body)).toEqual(['old', 'new']);
  });
});

describe('a refusal for a limit', () => {
  test.each<[string, Reply, number]>([
    ['with retry-after', { ...secondary, headers: { 'retry-after': '7' } }, 7000],
    ['a 429 with retry-after', { status: 429, headers: { 'retry-after': '9' } }, 9000],
    ['without', secondary, 60_000],
    ['a 429 without', 429, 60_000],
  ])('%s makes all of the installation wait, and the call goes again', async (_, reply, wait) => {
    const clock = fakeClock();
    const { calls, request } = github(clock, reply);
    const pace = openPace(rules({ limits: [] }), clock);
    const paced = pace.paced(1, request);
    const start = clock.now();
    const first = paced(COMMENT, ONCE);
    await Promise.resolve();
    await new Promise((resolve) => setImmediate(resolve));
    expect(pace.standing()).toMatchObject({ paused: 1, pauses: 1 });
    await clock.run(Promise.all([first, paced('GET /x'), paced(DISPATCH, ONCE)]));
    expect(calls).toHaveLength(4);
    for (const { at } of calls.slice(1)) expect(at - start).toBeGreaterThanOrEqual(wait);
  });

  test('that lasts longer than we wait is told as GitHub being away', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock, { ...secondary, headers: { 'retry-after': '600' } });
    const paced = openPace(rules(), clock).paced(1, request);
    await expect(clock.run(paced(COMMENT, ONCE))).rejects.toThrow(Held);
    await expect(paced('GET /x')).rejects.toMatchObject({ code: 'github-unreachable' });
    expect(calls).toHaveLength(1);
  });

  test('doubles the pause each time that it names none, until something is made', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock, secondary, secondary);
    const patient = rules({ limits: [], longestWaitMs: 1_000_000 });
    await clock.run(openPace(patient, clock).paced(1, request)(COMMENT, ONCE));
    const [first = 0, second = 0, third = 0] = calls.map(({ at }) => at);
    expect([second - first, third - second]).toEqual([60_000, 120_000]);
  });

  test('for a permission is none', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock, {
      status: 403,
      message: 'Resource not accessible by integration',
    });
    const paced = openPace(rules(), clock).paced(1, request);
    await expect(paced(COMMENT)).rejects.toMatchObject({ status: 403 });
    await paced('GET /x');
    expect(calls).toHaveLength(2);
  });
});

describe('the circuit', () => {
  const failing = rules({ limits: [] });

  test('opens after five failures in a row, says when, and lets one call find out', async () => {
    const clock = fakeClock();
    const { calls, request } = github(clock, 500, 'nothing', 502, 503, 'nothing', 500);
    const pace = openPace(failing, clock);
    const paced = pace.paced(1, request);
    for (let at = 0; at < 5; at += 1) await expect(paced(COMMENT, ONCE)).rejects.not.toThrow(Held);
    expect(pace.standing().open).toBe(1);
    await expect(paced('GET /x')).rejects.toMatchObject({ remedy: expect.stringMatching(/UTC/) });
    expect(calls).toHaveLength(5);
    await clock.run(clock.sleep(30_000));
    // The probe fails, and it is closed again only by the next one.
    const two = [paced(COMMENT, ONCE), paced(COMMENT, ONCE)];
    expect(await clock.run(settled(two))).toEqual(['rejected', 'rejected']);
    expect(calls).toHaveLength(6);
    await clock.run(clock.sleep(30_000));
    await paced(COMMENT, ONCE);
    await paced('GET /x');
    expect(pace.standing().open).toBe(0);
  });

  test('stays closed while GitHub answers in between, and for another installation', async () => {
    const clock = fakeClock();
    const { request } = github(clock, 500, 500, 500, 500, 404, 500, 500, 500, 500, 200);
    const pace = openPace(failing, clock);
    for (let at = 0; at < 9; at += 1)
      await pace
        .paced(1, request)(COMMENT, ONCE)
        .catch(() => {});
    await pace.paced(2, request)(COMMENT, ONCE);
    expect(pace.standing().open).toBe(0);
  });
});

test.each<[string, Reply[], boolean]>([
  ['two failures and two limits', [500, secondary, 502, secondary], true],
  ['three failures and a limit', [500, 'nothing', 502, secondary], true],
  ['four failures', [500, 502, 500, 502], false],
  ['a third limit', [secondary, 500, secondary, secondary], false],
])('a call that meets %s', async (_, replies, isMade) => {
  const clock = fakeClock();
  const { request } = github(clock, ...replies);
  const patient = rules({ limits: [], longestWaitMs: 1_000_000 });
  const made = clock.run(settled([openPace(patient, clock).paced(1, request)('GET /x')]));
  expect(await made).toEqual([isMade ? 'fulfilled' : 'rejected']);
});

test('a call that may be repeated is, one that may not is not', async () => {
  const clock = fakeClock();
  const { calls, request } = github(clock, 502, 502, 502, 200, 502);
  const paced = openPace(NO_PACE, clock).paced(1, request);
  await clock.run(paced('GET /x'));
  expect(calls).toHaveLength(4);
  await expect(clock.run(paced(COMMENT, ONCE))).rejects.toMatchObject({ status: 502 });
  expect(calls).toHaveLength(5);
});
