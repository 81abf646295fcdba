import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../../../core/refusal.ts';
import { TERMINAL_STATES } from '../../../../edge/store/job.ts';
import type { Bench } from './bench.ts';
import { $, caps, ledgerBench } from './ledger-bench.ts';

export function ledgerOfManyConforms(bench: Bench): void {
  const { accepted, reserve, sound } = ledgerBench(bench);
  describe('the ledger of many', () => {
    test('lets exactly as many of 50 at once pass as fit', async () => {
      const jobs = await Promise.all(Array.from({ length: 50 }, (_, at) => accepted(at + 1)));
      const made = await Promise.all(
        jobs.map((job) => reserve(job, $, caps({ repository_per_day: 10.5 * $ }))),
      );
      expect(made.filter((one) => one !== null && !isRefusal(one))).toHaveLength(10);
      expect(made.filter((one) => isRefusal(one))).toHaveLength(40);
      expect(await bench.raw("SELECT 1 FROM jobs WHERE state = 'reserved'")).toHaveLength(10);
      await sound();
    });

    test('is what stops them: decided beside it, all of them pass', async () => {
      const jobs = await Promise.all(Array.from({ length: 50 }, (_, at) => accepted(at + 1)));
      const limit = 10.5 * $;
      await Promise.all(
        jobs.map(async (job) => {
          const rows = await bench.raw('SELECT reserved FROM reservations');
          const held = rows.reduce((sum, { reserved }) => sum + Number(reserved), 0);
          if (held + $ <= limit) await reserve(job);
        }),
      );
      expect((await bench.raw('SELECT 1 FROM reservations')).length).toBeGreaterThan(10);
    });

    test('is sound after anything in any order', async () => {
      const number = fc.integer({ min: 1, max: 6 });
      const act = fc.oneof(
        fc.record({
          kind: fc.constant('reserve' as const),
          number,
          amount: fc.oneof(fc.integer({ min: 1, max: 3 * $ }), fc.double()),
        }),
        fc.record({ kind: fc.constant('run' as const), number }),
        fc.record({ kind: fc.constant('take' as const), number }),
        fc.record({
          kind: fc.constant('finish' as const),
          number,
          state: fc.constantFrom(...TERMINAL_STATES),
          reported: fc.oneof(fc.double(), fc.double({ min: 0, max: 2, noNaN: true }), fc.constant(null)),
        }),
      );
      let round = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(act, { maxLength: 25 }), async (acts) => {
          round += 1;
          const { jobs } = bench.store;
          const hands = await Promise.all(
            Array.from({ length: 6 }, (_, at) => accepted(round * 100 + at, { repositoryId: round })),
          );
          const limits = caps({ repository_per_day: 5 * $ });
          // All at once: the engine puts them into some order, and no order may break the sums.
          await Promise.all(
            acts.map(async (one) => {
              const job = hands[one.number - 1];
              if (job === undefined) return;
              if (one.kind === 'reserve') await reserve(job, one.amount, limits);
              else if (one.kind === 'take') hands[one.number - 1] = (await jobs.take(job.jobId)) ?? job;
              else if (one.kind === 'finish')
                await jobs.finish(job, one.state, null, { reportedUsd: one.reported });
              else if (await jobs.move(job, ['reserved'], 'dispatching'))
                await jobs.dispatched(job, { runId: round * 100 + one.number, url: 'u' });
            }),
          );
          await sound();
          const over = `SELECT 1 FROM budget_totals WHERE budget = 'repository_per_day' AND subject = '${round}'
            AND reserved + spent > ${5 * $}`;
          expect(await bench.raw(over)).toEqual([]);
        }),
        { numRuns: 60 },
      );
    }, 60_000);
  });
}
