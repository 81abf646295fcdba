import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { markdown, words } from '../../core/redact/document.ts';
import { isWithheld, reveal } from '../../core/redact/gate.ts';
import { plainRules } from '../../core/redact/rules.ts';
import { openStore, type Store } from '../../edge/store/store.ts';
import type { Job } from '../../edge/store/job.ts';
import type { Desk } from '../../app/desk.ts';
import { forJob } from '../../app/job-words.ts';
import { forComment, gated } from '../../app/thread.ts';
import { newJob } from '../edge/store/conformance/bench.ts';

const SECRET = 'Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
const [FIRST, SECOND, THIRD] = [SECRET.slice(0, 8), SECRET.slice(12, 20), SECRET.slice(24, 33)];
const told = (piece: string) => words`The run says: ${markdown(`part ${piece} of it`)}`;

/** What these functions use of a desk. */
type Used = Pick<Desk, 'store' | 'known' | 'secretsId' | 'operator'>;

describe('the texts of one job', () => {
  let folder: string;
  let store: Store;
  let desk: Desk;
  let job: Job;
  let follower: Job;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dispatch-words-'));
    store = openStore(join(folder, 'state', 'dispatch.db'));
    const used: Used = { store, known: { secrets: { KEY: SECRET } }, secretsId: 'set', operator: {} };
    desk = used as unknown as Desk;
    job = (await store.jobs.accept(newJob({ jobId: 'a'.repeat(32) }))).job;
    follower = (await store.jobs.accept(newJob({ jobId: 'b'.repeat(32), commandIndex: 1 }))).job;
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  const posted = async (of: Job, piece: string) => reveal(await forJob(desk, of, told(piece)));

  test('do not tell a secret in pieces: comment, check and the follow-up', async () => {
    expect(await posted(job, FIRST)).toContain(FIRST);
    expect(await posted(job, SECOND)).toContain(SECOND);
    expect(await posted(follower, THIRD)).toMatch(/^This text was withheld/);
  });

  test('may say the same again: the comment is edited', async () => {
    for (const piece of [FIRST, FIRST, SECOND, FIRST]) expect(await posted(job, piece)).toContain(piece);
  });

  test('are read for themselves: another command told other pieces', async () => {
    const other = (await store.jobs.accept(newJob({ jobId: 'c'.repeat(32), commandCommentId: 99 }))).job;
    await posted(job, FIRST);
    await posted(job, SECOND);
    expect(await posted(other, THIRD)).toContain(THIRD);
  });

  test('and what was withheld does not count as shown', async () => {
    await posted(job, FIRST);
    await posted(job, SECOND);
    await posted(job, THIRD);
    expect(await posted(follower, FIRST)).toContain(FIRST);
  });

  test('without the ledger all three leave', () => {
    for (const piece of [FIRST, SECOND, THIRD]) {
      expect(isWithheld(gated(desk, told(piece), plainRules))).toBe(false);
      expect(reveal(forComment(desk, told(piece)))).toContain(piece);
    }
  });

  test('a text without a piece leaves the store alone', async () => {
    await store.close();
    expect(await posted(job, 'nothing')).toContain('nothing');
    await expect(posted(job, FIRST)).rejects.toThrow('database is not open');
    store = openStore(join(folder, 'state', 'dispatch.db'));
  });
});
