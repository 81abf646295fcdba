import { chmodSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import { STEPS } from '../../../edge/store/schema.ts';
import { openStore, type Store } from '../../../edge/store/store.ts';
import { delivery, newJob } from './conformance/bench.ts';
import { conforms } from './conformance/engine.ts';
import { BROUGHT_UP, olderRow } from './older-row.ts';

conforms('SQLite', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-store-'));
  const path = join(folder, 'state', 'dispatch.db');
  return {
    open: async (now) => openStore(path, { now }),
    async raw(sql) {
      const raw = new DatabaseSync(path);
      try {
        return raw.prepare(sql).all();
      } finally {
        raw.close();
      }
    },
    remove: async () => rmSync(folder, { recursive: true }),
  };
});

let folder: string;
let path: string;
let store: Store;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch-store-'));
  path = join(folder, 'state', 'dispatch.db');
  store = openStore(path);
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

describe('the file', () => {
  test('can be read by its owner only, and so can the folder and the journal', async () => {
    await store.inbox.accept(delivery);
    const mode = (file: string) => statSync(file).mode & 0o777;
    expect(mode(join(folder, 'state'))).toBe(0o700);
    for (const suffix of ['', '-wal', '-shm']) expect(mode(path + suffix)).toBe(0o600);
  });

  test('is refused in a folder that others can look into', () => {
    chmodSync(folder, 0o755);
    expect(() => openStore(join(folder, 'dispatch.db'))).toThrow(/chmod 700|look into/);
  });

  test('is refused when a newer version wrote it', async () => {
    await store.close();
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

  test('of an older version is brought up to date with what it holds', async () => {
    const old = join(folder, 'state', 'old.db');
    const raw = new DatabaseSync(old);
    raw.exec(`${STEPS[0]?.sqlite} ${STEPS[1]?.sqlite} PRAGMA user_version = 2`);
    const { jobId: id } = newJob();
    const insert = (jobId: string, commentId: number, state: string) => {
      const { columns, values } = olderRow(jobId, commentId, state);
      const marks = values.map(() => '?').join();
      raw.prepare(`INSERT INTO jobs (${columns}) VALUES (${marks})`).run(...values);
      raw.prepare(`INSERT INTO transitions VALUES (?, NULL, 'accepted', 1, NULL)`).run(jobId);
    };
    insert(id, 7, 'accepted');
    insert('b'.repeat(32), 8, 'success');
    raw.exec(`UPDATE jobs SET greeted = 1, status_comment_id = 70 WHERE state = 'success';
      INSERT INTO inbox (delivery, content_key, event, lane, payload, received_at, replied)
      VALUES ('d1', '42:comment:9', 'issue_comment', 42, '', 5, 1), ('d2', '42:run:9:1:completed', 'x', 42, '', 5, 0);
      INSERT INTO config_comments VALUES (42, 3, 6, 71, 'a...b');`);
    raw.close();
    const store = openStore(old);
    const { jobs } = store;
    expect(await jobs.byId(id)).toMatchObject(BROUGHT_UP);
    expect(await jobs.byId('b'.repeat(32))).toMatchObject({ state: 'done' });
    expect(await jobs.history(id)).toEqual([{ from: null, to: 'authorised', at: 1, cause: null }]);
    const taken = await jobs.take(id);
    expect(taken && (await jobs.finish(taken, 'failed', 'why'))).toBe(true);
    const sent = { githubId: null, told: null, unmarked: true };
    expect(await store.outbox.of(`job:${id}:status`)).toBeNull();
    expect(await store.outbox.of(`job:${'b'.repeat(32)}:status`)).toEqual({
      ...sent,
      triedAt: 1,
      githubId: 70,
    });
    expect(await store.outbox.of('reply:9')).toEqual({ ...sent, triedAt: 5 });
    expect(await store.outbox.of('config:42:3')).toEqual({
      ...sent,
      triedAt: 6,
      githubId: 71,
      told: 'a...b',
    });
    await store.close();
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
