import { expect, test } from 'vitest';
import type { Desk } from '../../app/desk.ts';
import type { Ending } from '../../app/ending.ts';
import { openJobGate } from '../../app/job-gate.ts';
import { postOutputs } from '../../app/post-outputs.ts';
import type { Posting } from '../../app/posting.ts';
import { Fault } from '../../core/fault.ts';
import type { Request } from '../../edge/github/request.ts';
import { good } from '../core/output/good-result.ts';

const MINUTE = 60_000;
const name = { owner: 'acme', repo: 'app' };
const ending: Ending = {
  state: 'done',
  cause: null,
  result: { ...good, outputs: [{ kind: 'labels', add: ['bug'] }] },
};

/** A job that began to publish at the time 0, at some time later, with GitHub away or not. */
function posting(now: number, { away = false, held = true } = {}): { it: Posting; asked: string[] } {
  const asked: string[] = [];
  const request: Request = async (route) => {
    asked.push(route);
    if (away) throw new Error('socket hang up');
    return { status: 200, headers: {}, data: [] };
  };
  const jobs = {
    isHeld: async () => held,
    history: async () => [
      { from: 'collecting', to: 'publishing', at: 0, cause: null },
      { from: 'collecting', to: 'publishing', at: now, cause: null },
    ],
  };
  // Only what posting labels needs.
  const desk = {
    store: { jobs },
    now: () => now,
    log: () => {},
    known: { secrets: {} },
    operator: {},
  } as unknown as Desk;
  const job = { jobId: 'a'.repeat(32), issueNumber: 1, attempt: 1 } as Posting['job'];
  return {
    it: {
      desk,
      request,
      name,
      job,
      gate: openJobGate(desk, request, name, job),
      change: null,
      files: null,
      left: 0,
    },
    asked,
  };
}

test('while GitHub is away a job stays open', async () => {
  await expect(postOutputs(posting(14 * MINUTE, { away: true }).it, ending)).rejects.toThrow(Fault);
});

test('after a quarter of an hour since it first tried, it ends without', async () => {
  const posted = await postOutputs(posting(16 * MINUTE, { away: true }).it, ending);
  expect(posted).toMatchObject([
    {
      became: 'nothing',
      kind: 'labels',
      why: { code: 'not-posted', because: expect.stringContaining('socket hang up') },
    },
  ]);
});

test('a job that somebody else has in hand posts nothing', async () => {
  const { it, asked } = posting(0, { held: false });
  expect(await postOutputs(it, ending)).toBeNull();
  expect(asked).toEqual([]);
});

test('with GitHub there, and the job in hand, the labels are set', async () => {
  const { it, asked } = posting(16 * MINUTE);
  expect(await postOutputs(it, ending)).toEqual([{ became: 'labels', names: ['bug'] }]);
  expect(asked).toEqual(['POST /repos/{owner}/{repo}/issues/{issue_number}/labels']);
});
