import { describe, expect, test } from 'vitest';
import { newJob, type Bench } from './bench.ts';
import { jobsOf } from './keeping.ts';

const id = (digit: string) => digit.repeat(32);
const command = (commandCommentId: number, repositoryId = 42) => ({ repositoryId, commandCommentId });

export function piecesConform(bench: Bench): void {
  const { job, ended } = jobsOf(bench);
  describe('what the texts of a job have shown', () => {
    test('is put together, and there again after a stop', async () => {
      await job('a', 1);
      await bench.store.pieces.add(id('a'), 'set', { 0: '1100', 3: '01' });
      await bench.store.pieces.add(id('a'), 'set', { 0: '0110' });
      await bench.reopen();
      expect(await bench.store.pieces.of(command(1), 'set')).toEqual({ 0: '1110', 3: '01' });
    });

    test('counts for the jobs that follow on the same command, and for no other', async () => {
      const { jobs, pieces } = bench.store;
      await job('a', 1);
      await jobs.accept(newJob({ jobId: id('b'), commandCommentId: 1, commandIndex: 1 }));
      await job('c', 2);
      await pieces.add(id('a'), 'set', { 0: '10' });
      await pieces.add(id('b'), 'set', { 0: '01' });
      await pieces.add(id('c'), 'set', { 0: '11', 1: '1' });
      expect(await pieces.of(command(1), 'set')).toEqual({ 0: '11' });
      expect(await pieces.of(command(1, 43), 'set')).toEqual({});
    });

    test('is of one set of secrets', async () => {
      await job('a', 1);
      await bench.store.pieces.add(id('a'), 'set', { 0: '10' });
      expect(await bench.store.pieces.of(command(1), 'another')).toEqual({});
    });

    test('loses nothing where many add at once', async () => {
      await job('a', 1);
      const one = (at: number) => '0'.repeat(at) + '1'.padEnd(10 - at, '0');
      await Promise.all(
        Array.from({ length: 10 }, (_, at) => bench.store.pieces.add(id('a'), 'set', { 0: one(at) })),
      );
      expect(await bench.store.pieces.of(command(1), 'set')).toEqual({ 0: '1'.repeat(10) });
    });

    test('is forgotten with the job', async () => {
      await ended('a', 1);
      await bench.store.pieces.add(id('a'), 'set', { 0: '10' });
      await bench.store.retention.forget(bench.time);
      await job('a', 1);
      expect(await bench.store.pieces.of(command(1), 'set')).toEqual({});
    });
  });
}
