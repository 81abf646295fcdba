import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { eachWindow } from '../../core/ledger/windows.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import { newJob } from '../edge/store/conformance/bench.ts';
import { ROOT, run } from './run-dispatch.ts';

const $ = 1_000_000;
let folder: string;
let store: Store;
let time: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-ledger-'));
  time = Date.parse('2026-11-20T10:00:00Z');
  store = openStore(join(folder, 'dispatch.db'), { now: () => time });
  await reserved(1, 2 * $, 0.25);
  time += 86_400_000;
  await reserved(2, $, 0.5);
  await reserved(3, $, null);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** A job with a reservation, settled with that cost unless it is null. */
async function reserved(number: number, amount: number, cost: number | null): Promise<void> {
  const jobId = String(number).padStart(32, '0');
  const { job } = await store.jobs.accept(newJob({ jobId, commandCommentId: number }));
  await store.ledger.reserve(job, { amount, caps: eachWindow(() => null) });
  if (cost === null) return;
  await store.jobs.move(job, ['reserved'], 'dispatching');
  await store.jobs.dispatched(job, { runId: number, url: 'u' });
  await store.jobs.finish(job, 'done', null, { reportedUsd: cost });
}

const ledger = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['ledger', '--state-dir', folder, ...words], { cwd: folder });
const alter = (sql: string) => {
  const raw = new DatabaseSync(join(folder, 'dispatch.db'));
  raw.exec(sql);
  raw.close();
};

test('shows what was spent and is reserved, while the app runs', async () => {
  const { code, out } = await ledger();
  expect(code).toBe(0);
  expect(out).toBe(`DAY         USER  RUNS  SPENT  RESERVED
2026-11-21  mona  2     $0.50  $1.00
2026-11-20  mona  1     $0.25  $0.00

DAY         REPOSITORY  RUNS  SPENT  RESERVED
2026-11-21  octo/hello  2     $0.50  $1.00
2026-11-20  octo/hello  1     $0.25  $0.00

MONTH    INSTALLATION  RUNS  SPENT  RESERVED
2026-11  5             3     $0.75  $1.00

JOB                               REPOSITORY  USER  STATE     RESERVED  SINCE
00000000000000000000000000000003  octo/hello  mona  reserved  $1.00     2026-11-21T10:00:00Z

$1.00 reserved for 1 under way.
`);
});

test('shows one group, and all of it as JSON', async () => {
  const { out } = await ledger('--by', 'installation', '--json');
  expect(JSON.parse(out)).toEqual({
    ok: true,
    wrong: [],
    sums: {
      installation: [
        { period: '2026-11', of: '5', installationId: 5, runs: 3, spent: 0.75 * $, reserved: $ },
      ],
    },
    held: [expect.objectContaining({ repository: 'octo/hello', actor: 'mona', reserved: $ })],
  });
});

test('changes nothing, and makes no store', async () => {
  await store.close();
  const before = statSync(join(folder, 'dispatch.db')).mtimeMs;
  expect(await ledger()).toMatchObject({ code: 0 });
  expect(statSync(join(folder, 'dispatch.db')).mtimeMs).toBe(before);
  const none = await ledger('--state-dir', join(folder, 'none'));
  expect(none).toMatchObject({ code: 1, out: '' });
  expect(none.err).toContain('There is no store');
  store = openStore(join(folder, 'dispatch.db'));
});

test.each([
  [
    'sums were lowered',
    "UPDATE budget_totals SET spent = 0 WHERE budget = 'user_per_day'",
    /user_per_day are not/,
  ],
  [
    'a reservation is gone',
    "DELETE FROM reservations WHERE state = 'held'",
    /user_per_day, .*_per_month are not/,
  ],
  ['sums are gone', 'DELETE FROM budget_totals', /are not those of the reservations/],
  ['the version is another', 'PRAGMA user_version = 3', /written by another version/],
])('fails when %s', async (_, sql, words) => {
  alter(sql);
  const { code, err } = await ledger();
  expect(code).toBe(1);
  expect(err).toMatch(words);
});

test.each([[['--by', 'team']], [['now']], [['--state']]])('does not understand %s', async (words) => {
  expect(await ledger(...words)).toMatchObject({ code: 2, out: '' });
});
