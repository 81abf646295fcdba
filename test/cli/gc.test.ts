import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../edge/store/store.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import { ROOT, run } from './run-dispatch.ts';

let folder: string;
const state = () => join(folder, 'state');
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dispatch-gc-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const gc = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['gc', '--state-dir', state(), ...words], { cwd: folder });

/** A store with a job that ended so many days ago, and one that is still open. */
async function keep(days: number): Promise<void> {
  const store = openStore(join(state(), 'dispatch.db'), { now: () => Date.now() - days * 86_400_000 });
  const { job } = await store.jobs.accept(newJob());
  await store.jobs.finish(job, 'done', null);
  await store.jobs.accept(newJob({ jobId: 'b'.repeat(32), commandCommentId: 8 }));
  await store.close();
}

test('forgets what ended long ago, after saying so', async () => {
  await keep(20);
  expect(await gc('--days', '10', '--dry-run')).toMatchObject({
    code: 0,
    out: '1 jobs and 0 deliveries would be forgotten\n',
  });
  expect(await gc()).toMatchObject({ code: 0, out: '0 jobs and 0 deliveries forgotten\n' });
  expect(await gc('--days', '10')).toMatchObject({ code: 0, out: '1 jobs and 0 deliveries forgotten\n' });
  expect(await gc('--days', '10')).toMatchObject({ code: 0, out: '0 jobs and 0 deliveries forgotten\n' });
});

test('makes no store where there is none', async () => {
  const { code, err } = await gc();
  expect(code).toBe(1);
  expect(err).toContain('There is no store');
});

test.each(['3', '-1', 'x', '1e9'])('--days %s is not understood', async (days) => {
  expect((await gc(`--days=${days}`)).code).toBe(2);
});
