import { describe, expect, test } from 'vitest';
import { eachWindow } from '../../../../core/ledger/windows.ts';
import { isRefusal } from '../../../../core/refusal.ts';
import { TERMINAL_STATES, type TerminalState } from '../../../../edge/store/job.ts';
import type { Bench } from './bench.ts';
import { $, caps, idOf, ledgerBench } from './ledger-bench.ts';

const DAY = 86_400_000;

export function ledgerConforms(bench: Bench): void {
  const { accepted, reserve, running, sound, unsound } = ledgerBench(bench);
  describe('the ledger', () => {
    test('keeps a reservation with the move of its job, across a restart', async () => {
      bench.time = Date.parse('2026-11-21T10:00:00Z');
      const job = await accepted(1);
      expect(await reserve(job, $, caps({ user_per_day: 5 * $ }))).toMatchObject({
        state: 'held',
        reserved: $,
      });
      await bench.reopen();
      const { jobs, ledger } = bench.store;
      expect(await jobs.byId(job.jobId)).toMatchObject({ state: 'reserved' });
      expect((await jobs.history(job.jobId)).map(({ to }) => to)).toEqual(['authorised', 'reserved']);
      const kept = await ledger.of(job.jobId);
      expect(kept).toMatchObject({
        actor: 'mona',
        day: '2026-11-21',
        month: '2026-11',
        settled: 0,
        endedAt: null,
      });
      expect(kept?.caps).toEqual(caps({ user_per_day: 5 * $ }));
      expect(await ledger.of(idOf(9))).toBeNull();
      await sound();
    });

    test('gives a job that is reserved what it has, and one in another hand nothing', async () => {
      const slow = await accepted(1);
      await reserve(slow);
      expect(await reserve(slow, 3 * $)).toMatchObject({ reserved: $ });
      const quick = await bench.store.jobs.take(slow.jobId);
      expect(await reserve(slow)).toBeNull();
      expect(quick && (await reserve(quick))).toMatchObject({ reserved: $ });
      expect(await bench.raw('SELECT 1 FROM reservations')).toHaveLength(1);
      if (quick) await bench.store.jobs.finish(quick, 'failed', null);
      expect(quick && (await reserve(quick))).toBeNull();
      await sound();
    });

    test('refuses what does not fit, and leaves nothing behind', async () => {
      await reserve(await accepted(1), 4 * $);
      const job = await accepted(2);
      const refusal = await reserve(job, 2 * $, caps({ repository_per_day: 5 * $ }));
      expect(isRefusal(refusal) && refusal.because).toMatch(
        /\$5\.00: \$0\.00 are spent, \$4\.00 are reserved/,
      );
      expect(await bench.store.jobs.byId(job.jobId)).toMatchObject({ state: 'authorised' });
      expect(await bench.store.ledger.of(job.jobId)).toBeNull();
      expect(await reserve(job, Number.NaN)).toMatchObject({ code: 'budget-unreadable' });
      expect(await reserve(job, $, caps({ repository_per_day: 5 * $ }))).toMatchObject({ state: 'held' });
      await sound();
    });

    test('counts a person by number, in one installation, and each day and month for itself', async () => {
      bench.time = Date.parse('2026-11-30T23:00:00Z');
      const one = caps({ user_per_day: $, installation_per_month: 3 * $ });
      expect(await reserve(await accepted(1), $, one)).toMatchObject({ state: 'held' });
      const renamed = await accepted(2, { actor: 'lisa', repositoryId: 43 });
      expect(await reserve(renamed, $, one)).toMatchObject({ code: 'over-user-per-day' });
      expect(await reserve(await accepted(3, { actorId: 12 }), $, one)).toMatchObject({ state: 'held' });
      const elsewhere = await accepted(4, { installationId: 6, repositoryId: 50 });
      expect(await reserve(elsewhere, $, one)).toMatchObject({ state: 'held' });
      bench.time += DAY;
      expect(await reserve(renamed, $, one)).toMatchObject({ state: 'held', month: '2026-12' });
      await sound();
    });

    test.each(TERMINAL_STATES)(
      'releases what was reserved for a job that ends before a run: %s',
      async (state) => {
        const job = await accepted(1);
        await reserve(job);
        await bench.store.jobs.finish(job, state, 'why', { reportedUsd: 0.5 });
        expect(await bench.store.ledger.of(job.jobId)).toMatchObject({
          state: 'released',
          settled: 0,
          basis: null,
        });
        await sound();
      },
    );

    test.each<[unknown, number, string]>([
      [0.25, 0.25 * $, 'reported'],
      [7, $, 'bounded'],
      [undefined, $, 'assumed'],
      [Number.NaN, $, 'assumed'],
      [-1, $, 'assumed'],
      [2 ** 53 + 1, $, 'assumed'],
    ])('settles a run that reports %s, once', async (reported, settled, basis) => {
      const job = await running(1);
      expect(await bench.store.jobs.finish(job, 'done', null, { reportedUsd: reported })).toBe(true);
      expect(await bench.store.jobs.finish(job, 'failed', null, { reportedUsd: 0.75 })).toBe(false);
      const kept = await bench.store.ledger.of(job.jobId);
      expect(kept).toMatchObject({ state: 'settled', settled, basis });
      const standing = kept && (await bench.store.ledger.standing(kept));
      expect(standing).toEqual(eachWindow(() => ({ spent: settled, reserved: 0 })));
      expect((await bench.store.counts()).money).toEqual({ spent: settled, reserved: 0 });
      await sound();
    });

    test.each<[TerminalState, boolean, string]>([
      ['refused', true, 'released'],
      ['undeliverable', true, 'released'],
      ['failed', false, 'settled'],
      ['undeliverable', false, 'settled'],
    ])(
      'of a dispatch without a run that is known: %s, GitHub said no: %s, is %s',
      async (state, noRun, become) => {
        const job = await accepted(1);
        await reserve(job);
        await bench.store.jobs.move(job, ['reserved'], 'dispatching');
        await bench.store.jobs.finish(job, state, null, { noRun });
        expect(await bench.store.ledger.of(job.jobId)).toMatchObject({ state: become });
        await sound();
      },
    );

    test('does not take the word of whoever ends it that a run it knows was none', async () => {
      const job = await running(1);
      await bench.store.jobs.finish(job, 'refused', null, { noRun: true });
      expect(await bench.store.ledger.of(job.jobId)).toMatchObject({ state: 'settled', settled: $ });
    });

    test.each([
      ['a job ends without it', `UPDATE jobs SET state = 'failed'`, 'a job that has ended holds money'],
      ['somebody lowers what was spent', `UPDATE budget_totals SET spent = 0`, 'the sums are not'],
      ['a reservation is taken away', `DELETE FROM reservations WHERE state = 'held'`, 'the sums are not'],
    ])('is seen to be unsound when %s', async (_, change, what) => {
      await bench.store.jobs.finish(await running(1), 'done', null, { reportedUsd: 0.5 });
      await reserve(await accepted(2));
      expect(await unsound()).toEqual([]);
      await bench.raw(change.includes('jobs') ? `${change} WHERE state = 'reserved'` : change);
      expect(await unsound()).toEqual([expect.stringContaining(what)]);
    });

    test('ends a reservation with its job or not at all', async () => {
      const job = await running(1);
      await bench.raw("UPDATE budget_totals SET reserved = 0 WHERE budget = 'user_per_day'");
      await expect(bench.store.jobs.finish(job, 'done', null, { reportedUsd: 0.1 })).rejects.toThrow(
        /check/i,
      );
      expect(await bench.store.jobs.byId(job.jobId)).toMatchObject({ state: 'dispatched' });
      expect(await bench.store.ledger.of(job.jobId)).toMatchObject({ state: 'held' });
    });
  });
}
