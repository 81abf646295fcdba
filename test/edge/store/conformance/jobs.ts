import { describe, expect, test } from 'vitest';
import { eachWindow } from '../../../../core/ledger/windows.ts';
import { OPEN_STATES, TERMINAL_STATES, type Held } from '../../../../edge/store/job.ts';
import { newJob, type Bench } from './bench.ts';

const id = 'a'.repeat(32);

export function jobsConform(bench: Bench): void {
  const accepted = async () => (await bench.store.jobs.accept(newJob())).job;
  describe('a job', () => {
    test('is one per command, whatever its id', async () => {
      const { jobs } = bench.store;
      const kept = await jobs.accept(newJob());
      expect(kept).toMatchObject({ isNew: true, job: { state: 'authorised', cause: null } });
      const again = await jobs.accept(newJob({ jobId: 'b'.repeat(32) }));
      expect(again).toMatchObject({ isNew: false, job: { jobId: id } });
      const second = newJob({ jobId: 'c'.repeat(32), commandIndex: 1 });
      expect((await jobs.accept(second)).isNew).toBe(true);
      expect(await jobs.byId('b'.repeat(32))).toBeNull();
    });

    test('comes back as it was kept', async () => {
      await accepted();
      await bench.reopen();
      const { jobs } = bench.store;
      const kept = newJob();
      expect(await jobs.byCommand(42, 7, 0)).toMatchObject(kept);
      expect(await jobs.byCommand(43, 7, 0)).toBeNull();
    });

    test.each(['A'.repeat(32), 'a'.repeat(31), '../'.padEnd(32, 'a')])(
      'is refused with the id %s',
      async (jobId) => {
        await expect(bench.store.jobs.accept(newJob({ jobId }))).rejects.toThrow(/check/i);
      },
    );

    test('is found when its run was asked for twice, or given up', async () => {
      const { jobs, ledger } = bench.store;
      const dispatching = async (digit: string, commandCommentId: number) => {
        const { job } = await jobs.accept(newJob({ jobId: digit.repeat(32), commandCommentId }));
        await ledger.reserve(job, { amount: 1, caps: eachWindow(() => null) });
        await jobs.move(job, ['reserved'], 'dispatching');
        return job;
      };
      await dispatching('a', 1);
      const twice = await dispatching('b', 2);
      await jobs.move(twice, ['dispatching'], 'reserved');
      await jobs.move(twice, ['reserved'], 'dispatching');
      await jobs.finish(await dispatching('c', 3), 'failed', 'run-not-seen');
      const found = async (repository: number, since: number) =>
        (await jobs.withLostRun(repository, since)).map(({ jobId }) => jobId[0]);
      expect(await found(42, twice.createdAt)).toEqual(['c', 'b']);
      expect(await found(42, twice.createdAt + 1_000_000)).toEqual([]);
      expect(await found(43, 0)).toEqual([]);
    });

    test('of a pull request is found by its agent, and its numbers are like no comment', async () => {
      const { jobs, pullStarts } = bench.store;
      const id = await pullStarts.idOf(42, '3:reviewer:abc');
      expect(id).toBeLessThan(-(2 ** 52));
      expect(await pullStarts.idOf(42, '3:reviewer:abc')).toBe(id);
      const others = [await pullStarts.idOf(43, '3:reviewer:abc'), await pullStarts.idOf(42, '3:reviewer:d')];
      expect(new Set([id, ...others]).size).toBe(3);
      const by = async (digit: string, commandCommentId: number, more: object = {}) =>
        (
          await jobs.accept(
            newJob({
              jobId: digit.repeat(32),
              commandCommentId,
              startedBy: 'pull_request',
              issueNumber: 3,
              ...more,
            }),
          )
        ).job;
      const first = await by('a', id);
      await by('b', others[1] ?? 0);
      await by('c', 9, { startedBy: 'comment' });
      await by('d', others[0] ?? 0, { agent: 'helper' });
      const newest = async () => (await jobs.newestOfPull(42, 3, 'reviewer'))?.jobId[0];
      const open = async () => (await jobs.openOfPull(42, 3, 'reviewer')).map(({ jobId }) => jobId[0]);
      expect([await newest(), await open()]).toEqual(['b', ['a', 'b']]);
      await jobs.finish(first, 'cancelled', 'superseded');
      expect([await newest(), await open()]).toEqual(['b', ['b']]);
      expect(await jobs.newestOfPull(42, 4, 'reviewer')).toBeNull();
    });

    test('is found by its thread, the newest first', async () => {
      const ids = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32));
      const threads = [3, 4, 3, 3];
      for (const [at, jobId] of ids.entries())
        await bench.store.jobs.accept(
          newJob({ jobId, commandCommentId: at + 1, issueNumber: threads[at] ?? 0 }),
        );
      const found = async (repository: number, limit: number) =>
        (await bench.store.jobs.inThread(repository, 3, limit)).map(({ jobId }) => jobId[0]);
      expect(await found(42, 10)).toEqual(['d', 'c', 'a']);
      expect(await found(42, 2)).toEqual(['d', 'c']);
      expect(await found(43, 10)).toEqual([]);
    });

    test('goes its way by compare and set', async () => {
      const { jobs } = bench.store;
      const job = await accepted();
      expect(await jobs.dispatched(job, { runId: 9, url: 'u' })).toBe(false);
      expect(await jobs.move(job, ['authorised'], 'dispatching')).toBe(true);
      expect(await jobs.move(job, ['authorised'], 'dispatching')).toBe(false);
      expect(await jobs.dispatched(job, { runId: 9, url: 'u' })).toBe(true);
      expect(await jobs.byRun(42, 9)).toMatchObject({ jobId: id, runUrl: 'u' });
      expect(await jobs.byRun(43, 9)).toBeNull();
      expect(await jobs.move(job, ['dispatched'], 'running')).toBe(true);
      expect(await jobs.finish(job, 'done', null)).toBe(true);
      expect(await jobs.open()).toEqual([]);
      const states = (await jobs.history(id)).map(({ to }) => to);
      expect(states).toEqual(['authorised', 'dispatching', 'dispatched', 'running', 'done']);
    });

    test('is one move of many that are tried at once', async () => {
      const { jobs } = bench.store;
      const job = await accepted();
      const tries = Array.from({ length: 20 }, () => jobs.move(job, ['authorised'], 'dispatching'));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect(await jobs.history(id)).toHaveLength(2);
    });

    test.each(TERMINAL_STATES)('ends once: %s', async (state) => {
      const { jobs } = bench.store;
      const job = await accepted();
      expect(await jobs.finish(job, state, 'why')).toBe(true);
      expect(await jobs.finish(job, 'failed', 'other')).toBe(false);
      expect(await jobs.move(job, OPEN_STATES, 'dispatching')).toBe(false);
      expect(await jobs.byId(id)).toMatchObject({ state, cause: 'why' });
      expect(await jobs.history(id)).toHaveLength(2);
      await expect(bench.raw("UPDATE jobs SET state = 'authorised'")).rejects.toThrow(
        /terminal state never changes/,
      );
    });

    test('is not moved by a job that does not exist', async () => {
      const nobody: Held = { jobId: '9'.repeat(32), attempt: 1 };
      expect(await bench.store.jobs.finish(nobody, 'failed', null)).toBe(false);
    });

    test('keeps the result that was accepted of its run, until it has ended', async () => {
      const { jobs } = bench.store;
      const slow = await accepted();
      expect(await jobs.byId(id)).toMatchObject({ resultSha256: null, fromJob: null });
      const job = await jobs.take(id);
      await jobs.keepResult(slow, '1'.repeat(64), true);
      expect(await jobs.byId(id)).toMatchObject({ resultSha256: null });
      if (job === null) throw new Error('no job');
      await jobs.keepResult(job, '2'.repeat(64), true);
      await jobs.finish(job, 'done', null);
      await jobs.keepResult(job, '3'.repeat(64), true);
      expect(await jobs.byId(id)).toMatchObject({ resultSha256: '2'.repeat(64) });
      const later = newJob({ jobId: 'b'.repeat(32), commandCommentId: 8, fromJob: id });
      expect((await jobs.accept(later)).job).toMatchObject({ fromJob: id });
    });

    test('keeps the conversation of its run, until it has ended', async () => {
      const { jobs } = bench.store;
      const slow = await accepted();
      const job = await jobs.take(id);
      if (job === null) throw new Error('no job');
      await jobs.keepSession(slow, { sha256: '1'.repeat(64), expires_at: 1 });
      expect(await jobs.byId(id)).toMatchObject({ sessionSha256: null, sessionExpiresAt: null });
      await jobs.keepSession(job, { sha256: '2'.repeat(64), expires_at: 1_900_000_000 });
      await jobs.finish(job, 'done', null);
      await jobs.keepSession(job, { sha256: '3'.repeat(64), expires_at: 3 });
      expect(await jobs.byId(id)).toMatchObject({
        sessionSha256: '2'.repeat(64),
        sessionExpiresAt: 1_900_000_000,
      });
      const later = newJob({
        jobId: 'b'.repeat(32),
        commandCommentId: 8,
        fromJob: id,
        fromKind: 'session',
      });
      expect((await jobs.accept(later)).job).toMatchObject({ fromJob: id, fromKind: 'session' });
    });

    test('gives its answer again while it is whole, the newest of its key, and in its repository', async () => {
      const { jobs } = bench.store;
      const key = 'd'.repeat(64);
      const ended = async (digit: string, isWhole: boolean, state: 'done' | 'failed' = 'done') => {
        const made = newJob({
          jobId: digit.repeat(32),
          commandCommentId: digit.charCodeAt(0),
          cacheKey: key,
        });
        const { job } = await jobs.accept(made);
        expect(await jobs.lastWhole(42, key, 0)).not.toMatchObject({ jobId: job.jobId });
        await jobs.keepResult(job, digit.repeat(64), isWhole);
        await jobs.finish(job, state, null);
        return job;
      };
      expect(await jobs.lastWhole(42, key, 0)).toBeNull();
      await ended('a', false);
      await ended('b', true, 'failed');
      expect(await jobs.lastWhole(42, key, 0)).toBeNull();
      await ended('c', true);
      const { updatedAt } = await ended('d', true);
      expect(await jobs.lastWhole(42, key, 0)).toMatchObject({ jobId: 'd'.repeat(32) });
      expect(await jobs.lastWhole(42, key, updatedAt + 1_000_000)).toBeNull();
      expect(await jobs.lastWhole(43, key, 0)).toBeNull();
      expect(await jobs.lastWhole(42, 'e'.repeat(64), 0)).toBeNull();
      const again = (await jobs.accept(newJob({ jobId: 'f'.repeat(32), commandCommentId: 9 }))).job;
      await jobs.keepCached(again, 'd'.repeat(32));
      expect(await jobs.byId(again.jobId)).toMatchObject({ cachedFrom: 'd'.repeat(32) });
      await bench.store.retention.forget(updatedAt + 1_000_000_000);
      expect(await jobs.lastWhole(42, key, 0)).toBeNull();
    });

    test('is changed no more by whoever was overtaken', async () => {
      const { jobs } = bench.store;
      const slow = await accepted();
      const quick = await jobs.take(id);
      expect(quick).toMatchObject({ jobId: id, attempt: slow.attempt + 1 });
      expect(await jobs.isHeld(slow)).toBe(false);
      expect(await jobs.move(slow, ['authorised'], 'dispatching')).toBe(false);
      expect(await jobs.finish(slow, 'failed', null)).toBe(false);
      expect(quick && (await jobs.isHeld(quick))).toBe(true);
      expect(quick && (await jobs.move(quick, ['authorised'], 'dispatching'))).toBe(true);
      // A command that comes a second time takes its job in hand, too.
      expect((await jobs.accept(newJob())).job.attempt).toBe(slow.attempt + 2);
      expect(await jobs.take('9'.repeat(32))).toBeNull();
    });
  });
}
