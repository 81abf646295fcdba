import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openInbox } from '../../../edge/store/inbox.ts';
import { openJobs } from '../../../edge/store/jobs.ts';
import { openDatabase } from '../../../edge/store/sqlite/database.ts';
import type { Queue } from '../../../edge/store/queue.ts';
import type { Database, Sql } from '../../../edge/store/sql.ts';
import { delivery, newJob } from './conformance/bench.ts';

let folder: string;
let raw: DatabaseSync;
let database: Database;
let statements: Set<string>;
let asked: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-hot-'));
  const path = join(folder, 'state', 'dispatch.db');
  const opened = openDatabase(path);
  raw = new DatabaseSync(path, { readOnly: true });
  statements = new Set();
  asked = 0;
  database = noting(opened, statements);
});
afterEach(async () => {
  raw.close();
  await database.close();
  rmSync(folder, { recursive: true });
});

/** Nobody works here. */
const nothing = async (): Promise<void> => {};
const queue: Queue = { add: nothing, start: nothing, idle: nothing, stop: nothing };

/** The database, with the text of every statement noted. */
function noting(to: Database, texts: Set<string>): Database {
  const note = (text: string): string => {
    texts.add(text);
    asked += 1;
    return text;
  };
  const noted = <T extends Sql>(sql: T): T => ({
    ...sql,
    all: (text, values) => sql.all(note(text), values),
    get: (text, values) => sql.get(note(text), values),
    run: (text, values) => sql.run(note(text), values),
  });
  return { ...noted(to), transaction: (work) => to.transaction((sql) => work(noted(sql))) };
}

/** The steps of a statement that look at every row of a table; `below` is none, but what a statement has found so far. */
const scans = (text: string) =>
  raw
    .prepare(`EXPLAIN QUERY PLAN ${text}`)
    .all(...Array.from({ length: text.split('?').length - 1 }, () => null))
    .map((row) => String(row['detail']))
    .filter((detail) => detail.startsWith('SCAN') && detail !== 'SCAN below');

test('no statement on the way of a delivery or a job looks at every row', async () => {
  const inbox = openInbox(database, queue, () => 1);
  const jobs = openJobs(database, () => 1);
  await inbox.accept(delivery);
  await inbox.accept(delivery);
  await inbox.waiting('d1');
  await inbox.unfinished();
  await inbox.waitsBelow('42:comment:7');
  await inbox.failed('d1', 'failed');
  await inbox.accept({ ...delivery, delivery: 'd2' });
  await inbox.done('d1', 'done');
  const { job } = await jobs.accept(newJob());
  await jobs.take(job.jobId);
  await jobs.byId(job.jobId);
  await jobs.byCommand(42, 7, 0);
  await jobs.byRun(42, 9);
  await jobs.inThread(42, 3, 5);
  await jobs.open();
  await jobs.openOfPull(42, 3, 'reviewer');
  await jobs.openBelow([job.jobId]);
  expect(statements.size).toBeGreaterThan(12);
  for (const text of statements) expect([text, scans(text)]).toEqual([text, []]);
});

test('the open jobs below fifty are found with one statement', async () => {
  const jobs = openJobs(database, () => 1);
  const idOf = (number: number) => number.toString(16).padStart(32, '0');
  for (let at = 1; at <= 100; at += 1) {
    const parentJob = at > 50 ? idOf(at - 50) : null;
    await jobs.accept(newJob({ jobId: idOf(at), commandCommentId: at, parentJob }));
  }
  asked = 0;
  const found = await jobs.openBelow(Array.from({ length: 50 }, (_, at) => idOf(at + 1)));
  expect([found.length, asked]).toEqual([50, 1]);
});

test('a statement that does is seen', () => {
  expect(scans('SELECT * FROM inbox WHERE payload = ?')).toEqual(['SCAN inbox']);
});
