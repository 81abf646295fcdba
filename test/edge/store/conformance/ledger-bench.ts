import { expect } from 'vitest';
import { eachWindow, strictestCaps, type Caps } from '../../../../core/ledger/windows.ts';
import { TERMINAL_STATES, type Job, type NewJob } from '../../../../edge/store/job.ts';
import { newJob, type Bench } from './bench.ts';

export const $ = 1_000_000;
const noCaps = eachWindow(() => null);
export const caps = (some: Partial<Caps>) => strictestCaps([some]);
export const idOf = (number: number) => number.toString(16).padStart(32, '0');

/** What may be in the sums and cannot be: none of these has a row in a sound ledger. */
const UNSOUND = {
  'a job that has ended holds money': `SELECT 1 FROM reservations JOIN jobs USING (job_id)
    WHERE reservations.state = 'held' AND jobs.state IN (${TERMINAL_STATES.map((state) => `'${state}'`).join()})`,
  'the sums are not those of the reservations': `SELECT 1 WHERE
    (SELECT COALESCE(SUM(CASE state WHEN 'held' THEN reserved ELSE 0 END), 0) FROM reservations) * 3 <>
    (SELECT COALESCE(SUM(reserved), 0) FROM budget_totals)
    OR (SELECT COALESCE(SUM(settled), 0) FROM reservations) * 3 <>
    (SELECT COALESCE(SUM(spent), 0) FROM budget_totals)`,
  'an amount is negative': `SELECT 1 FROM budget_totals WHERE reserved < 0 OR spent < 0`,
  'a reservation ended without a time, or has one while held': `SELECT 1 FROM reservations
    WHERE (state = 'held') <> (ended_at IS NULL)`,
};

/** What the tests of the ledger do to a store. */
export function ledgerBench(bench: Bench) {
  const accepted = async (number: number, differing: Partial<NewJob> = {}): Promise<Job> =>
    (await bench.store.jobs.accept(newJob({ jobId: idOf(number), commandCommentId: number, ...differing })))
      .job;
  const reserve = (job: Job, amount = $, limits: Caps = noCaps) =>
    bench.store.ledger.reserve(job, { amount, caps: limits });
  /** A job with a run. */
  const running = async (number: number) => {
    const job = await accepted(number);
    await reserve(job);
    await bench.store.jobs.move(job, ['reserved'], 'dispatching');
    await bench.store.jobs.dispatched(job, { runId: number, url: 'u' });
    return job;
  };

  const unsound = async () => {
    const found = await Promise.all(Object.values(UNSOUND).map((query) => bench.raw(query)));
    return Object.keys(UNSOUND).filter((_, at) => (found[at]?.length ?? 0) > 0);
  };
  const sound = async () => expect(await unsound()).toEqual([]);
  return { accepted, reserve, running, sound, unsound };
}
