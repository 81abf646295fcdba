import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import { TERMINAL_STATES, type NewJob } from '../../../edge/store/job.ts';
import { STEPS } from '../../../edge/store/schema.ts';
import { openStore, type Store } from '../../../edge/store/store.ts';

let folder: string;
let path: string;
let store: Store;
let time = 1000;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-store-'));
  path = join(folder, 'state', 'dispatch.db');
  store = openStore(path, () => time++);
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true });
});

const reopen = (): void => {
  store.close();
  store = openStore(path, () => time++);
};

const delivery = {
  delivery: 'd1',
  contentKey: '42:comment:7',
  event: 'issue_comment',
  lane: 42,
  payload: '{"a":1}',
};

const newJob = (differing: Partial<NewJob> = {}): NewJob => ({
  jobId: 'a'.repeat(32),
  repositoryId: 42,
  repository: 'octo/hello',
  installationId: 5,
  issueNumber: 3,
  commandCommentId: 7,
  commandIndex: 0,
  agent: 'reviewer',
  actor: 'mona',
  headSha: 'e'.repeat(40),
  configBlob: 'c'.repeat(40),
  configCommit: 'd'.repeat(40),
  bodySha256: 'f'.repeat(64),
  bodyUpdatedAt: '2026-11-20T10:00:00Z',
  taskSha256: '0'.repeat(64),
  task: 'check it',
  retryOf: null,
  ...differing,
});

describe('the file', () => {
  test('can be read by its owner only, and so can the folder and the journal', () => {
    store.inbox.accept(delivery);
    const mode = (file: string) => statSync(file).mode & 0o777;
    expect(mode(join(folder, 'state'))).toBe(0o700);
    for (const suffix of ['', '-wal', '-shm']) expect(mode(path + suffix)).toBe(0o600);
  });

  test('is refused in a folder that others can look into', () => {
    chmodSync(folder, 0o755);
    expect(() => openStore(join(folder, 'dispatch.db'))).toThrow(/chmod 700|look into/);
  });

  test('is refused when a newer version wrote it', () => {
    store.close();
    const version = (change: string) => {
      const raw = new DatabaseSync(path);
      raw.exec(`PRAGMA user_version = ${change}`);
      raw.close();
    };
    version('99');
    expect(() => openStore(path)).toThrow(/newer version/);
    version(String(STEPS.length));
    store = openStore(path);
  });

  test('of an older version is brought up to date with what it holds', () => {
    store.jobs.accept(newJob());
    store.close();
    const raw = new DatabaseSync(path);
    raw.exec(`DROP INDEX jobs_thread; DROP INDEX jobs_state; ALTER TABLE jobs DROP COLUMN task;
      ALTER TABLE jobs DROP COLUMN retry_of; PRAGMA user_version = 2`);
    raw.close();
    store = openStore(path);
    expect(store.jobs.byId(newJob().jobId)).toMatchObject({ agent: 'reviewer', task: null, retryOf: null });
    const indexes = new DatabaseSync(path)
      .prepare(`SELECT name FROM sqlite_schema WHERE type = 'index'`)
      .all();
    expect(indexes.map(({ name }) => name)).toContain('jobs_thread');
  });

  test('is refused when it is no database', () => {
    const noise = join(folder, 'state', 'noise.db');
    const raw = new DatabaseSync(noise);
    raw.close();
    expect(() => openStore(join(path, 'below-a-file.db'))).toThrow(Fault);
  });

  test('has a write-ahead log', () => {
    const raw = new DatabaseSync(path);
    expect(raw.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    raw.close();
  });
});

describe('a comment about a configuration', () => {
  test('is one for each pull request, across a restart', () => {
    const { configComments } = store;
    expect(configComments.of(42, 3)).toBeNull();
    configComments.trying(42, 3);
    const tried = configComments.of(42, 3);
    expect(tried).toMatchObject({ commentId: null, told: null });
    configComments.trying(42, 3);
    configComments.told(42, 3, { commentId: 7, told: 'a...b' });
    configComments.told(42, 4, { commentId: 8, told: 'a...c' });
    reopen();
    expect(store.configComments.of(42, 3)).toEqual({ ...tried, commentId: 7, told: 'a...b' });
    store.configComments.forget(42, 3);
    expect(store.configComments.of(42, 3)).toBeNull();
    expect(store.configComments.of(42, 4)?.commentId).toBe(8);
  });
});

describe('the inbox', () => {
  test('keeps a delivery once, by GUID and by content, across a restart', () => {
    expect(store.inbox.accept(delivery).verdict).toBe('new');
    expect(store.inbox.accept(delivery).verdict).toBe('duplicate');
    expect(store.inbox.accept({ ...delivery, delivery: 'd2' }).verdict).toBe('duplicate');
    expect(store.inbox.accept({ ...delivery, contentKey: 'other' }).verdict).toBe('duplicate');
    reopen();
    expect(store.inbox.unfinished()).toEqual([{ delivery: 'd1', lane: 42 }]);
    expect(store.inbox.waiting('d1')).toEqual({ ...delivery, replied: false });
  });

  test('forgets the text of what is done, and never takes it up again', () => {
    store.inbox.accept(delivery);
    store.inbox.done('d1', 'dispatched');
    expect(store.inbox.waiting('d1')).toBeNull();
    expect(store.inbox.unfinished()).toEqual([]);
    expect(store.inbox.accept({ ...delivery, delivery: 'd2' }).verdict).toBe('duplicate');
    const raw = new DatabaseSync(path);
    expect(raw.prepare('SELECT payload, outcome FROM inbox').get()).toEqual({
      payload: '',
      outcome: 'dispatched',
    });
    raw.close();
  });

  test('opens again what failed, under the GUID it has', () => {
    store.inbox.accept(delivery);
    store.inbox.failed('d1', 'failed');
    expect(store.inbox.unfinished()).toEqual([]);
    expect(store.inbox.accept({ ...delivery, delivery: 'd2' })).toEqual({
      verdict: 'reopened',
      delivery: 'd1',
    });
    expect(store.inbox.waiting('d1')?.payload).toBe('{"a":1}');
  });

  test('lets one reply be written, even across a restart', () => {
    store.inbox.accept(delivery);
    expect(store.inbox.reply('d1')).toBe(true);
    reopen();
    expect(store.inbox.reply('d1')).toBe(false);
    expect(store.inbox.waiting('d1')?.replied).toBe(true);
  });

  test('prunes what is old and finished', () => {
    store.inbox.accept(delivery);
    store.inbox.accept({ ...delivery, delivery: 'd2', contentKey: 'other' });
    store.inbox.done('d1', 'done');
    store.inbox.prune(time);
    expect(store.inbox.unfinished()).toEqual([{ delivery: 'd2', lane: 42 }]);
    expect(store.inbox.accept(delivery).verdict).toBe('new');
  });
});

describe('a job', () => {
  test('is one per command, whatever its id', () => {
    expect(store.jobs.accept(newJob())).toMatchObject({
      isNew: true,
      job: { state: 'accepted', cause: null },
    });
    const again = store.jobs.accept(newJob({ jobId: 'b'.repeat(32) }));
    expect(again).toMatchObject({ isNew: false, job: { jobId: 'a'.repeat(32) } });
    expect(store.jobs.accept(newJob({ jobId: 'c'.repeat(32), commandIndex: 1 })).isNew).toBe(true);
    expect(store.jobs.byId('b'.repeat(32))).toBeNull();
  });

  test('comes back as it was kept', () => {
    store.jobs.accept(newJob());
    reopen();
    expect(store.jobs.byCommand(42, 7, 0)).toMatchObject({
      ...newJob(),
      greeted: false,
      statusCommentId: null,
    });
    expect(store.jobs.byCommand(43, 7, 0)).toBeNull();
  });

  test.each(['A'.repeat(32), 'a'.repeat(31), '../'.padEnd(32, 'a')])('is refused with the id %s', (jobId) => {
    expect(() => store.jobs.accept(newJob({ jobId }))).toThrow(/CHECK/);
  });

  test('is found by its thread, the newest first', () => {
    const ids = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(32));
    const threads = [3, 4, 3, 3];
    for (const [at, jobId] of ids.entries())
      store.jobs.accept(newJob({ jobId, commandCommentId: at + 1, issueNumber: threads[at] ?? 0 }));
    const found = (repository: number, limit: number) =>
      store.jobs.inThread(repository, 3, limit).map(({ jobId }) => jobId[0]);
    expect(found(42, 10)).toEqual(['d', 'c', 'a']);
    expect(found(42, 2)).toEqual(['d', 'c']);
    expect(found(43, 10)).toEqual([]);
  });

  test('keeps its task for some time after its end, and forgets it then', () => {
    const { jobs } = store;
    const [ended, open] = ['a', 'b'].map((digit) => digit.repeat(32)) as [string, string];
    jobs.accept(newJob({ jobId: ended }));
    jobs.accept(newJob({ jobId: open, commandCommentId: 8 }));
    jobs.finish(ended, 'failed', null);
    jobs.forgetTasks(jobs.byId(ended)?.updatedAt ?? 0);
    expect(jobs.byId(ended)?.task).toBe('check it');
    jobs.forgetTasks(Number.MAX_SAFE_INTEGER);
    expect(jobs.byId(ended)?.task).toBeNull();
    expect(jobs.byId(open)?.task).toBe('check it');
  });

  test('goes its way by compare and set', () => {
    const { jobs } = store;
    jobs.accept(newJob());
    const id = 'a'.repeat(32);
    expect(jobs.dispatched(id, { runId: 9, url: 'u' })).toBe(false);
    expect(jobs.move(id, 'accepted', 'dispatching')).toBe(true);
    expect(jobs.move(id, 'accepted', 'dispatching')).toBe(false);
    expect(jobs.dispatched(id, { runId: 9, url: 'u' })).toBe(true);
    expect(jobs.byRun(42, 9)?.jobId).toBe(id);
    expect(jobs.byRun(43, 9)).toBeNull();
    expect(jobs.move(id, 'dispatched', 'running')).toBe(true);
    expect(jobs.finish(id, 'success', null)).toBe(true);
    expect(jobs.open()).toEqual([]);
    expect(jobs.history(id).map(({ to }) => to)).toEqual([
      'accepted',
      'dispatching',
      'dispatched',
      'running',
      'success',
    ]);
  });

  test.each(TERMINAL_STATES)('ends once: %s', (state) => {
    const { jobs } = store;
    jobs.accept(newJob());
    const id = 'a'.repeat(32);
    expect(jobs.finish(id, state, 'why')).toBe(true);
    expect(jobs.finish(id, 'failed', 'other')).toBe(false);
    expect(jobs.move(id, 'accepted', 'dispatching')).toBe(false);
    expect(jobs.byId(id)).toMatchObject({ state, cause: 'why' });
    expect(jobs.history(id)).toHaveLength(2);
    const raw = new DatabaseSync(path);
    expect(() => raw.exec("UPDATE jobs SET state = 'accepted'")).toThrow(/terminal state never changes/);
    raw.close();
  });

  test('remembers its comment', () => {
    store.jobs.accept(newJob());
    store.jobs.greet('a'.repeat(32));
    expect(store.jobs.byId('a'.repeat(32))).toMatchObject({ greeted: true, statusCommentId: null });
    store.jobs.greeted('a'.repeat(32), 77);
    expect(store.jobs.byId('a'.repeat(32))).toMatchObject({ greeted: true, statusCommentId: 77 });
  });

  test('is not moved by a job that does not exist', () => {
    expect(store.jobs.finish('9'.repeat(32), 'failed', null)).toBe(false);
  });
});
