import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { statementsOf } from '../../../edge/store/sqlite/database.ts';
import { openGroupCommit, type GroupCommit } from '../../../edge/store/sqlite/group-commit.ts';
import type { Sql } from '../../../edge/store/sql.ts';

let sqlite: DatabaseSync;
let group: GroupCommit;
let ran: string[];
/** Hears of each statement before it runs, and may throw. */
let before: (text: string) => void;

beforeEach(() => {
  sqlite = new DatabaseSync(':memory:');
  sqlite.exec('CREATE TABLE numbers (number INTEGER PRIMARY KEY)');
  const sql = statementsOf(sqlite);
  ran = [];
  before = () => {};
  const watched: Sql = {
    ...sql,
    run: async (text, values) => {
      before(text);
      ran.push(text);
      return sql.run(text, values);
    },
  };
  group = openGroupCommit(sqlite, watched);
});
afterEach(() => sqlite.close());

const add = (number: number) => group.write((sql) => sql.run('INSERT INTO numbers VALUES (?)', [number]));
const kept = () =>
  sqlite
    .prepare('SELECT number FROM numbers ORDER BY number')
    .all()
    .map((row) => row['number']);
const commits = () => ran.filter((text) => text === 'COMMIT').length;

test('what comes in one turn is committed once, and nobody hears before', async () => {
  let heard = 0;
  const heardBefore: number[] = [];
  before = (text) => void (text === 'COMMIT' && heardBefore.push(heard));
  await Promise.all([1, 2, 3].map((number) => add(number).then(() => (heard += 1))));
  expect(heard).toBe(3);
  expect(heardBefore).toEqual([0]);
  expect(kept()).toEqual([1, 2, 3]);
  expect(commits()).toBe(1);
});

test('one that fails takes no other along, and leaves nothing of itself', async () => {
  const first = add(1);
  const half = group.write(async (sql) => {
    await sql.run('INSERT INTO numbers VALUES (7)');
    await sql.run('INSERT INTO numbers VALUES (1)');
  });
  const all = await Promise.allSettled([first, half, add(2)]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept()).toEqual([1, 2]);
  expect(commits()).toBe(1);
});

test('when all together cannot be committed, each is tried alone', async () => {
  before = (text) => {
    if (text !== 'COMMIT' || ran.filter((one) => one === 'SAVEPOINT piece').length > 3) return;
    throw new Error('the disk is full');
  };
  expect(await Promise.all([1, 2, 3].map(add))).toEqual([1, 1, 1]);
  expect(kept()).toEqual([1, 2, 3]);
});

test('nobody is told that he is kept when the commit fails', async () => {
  before = (text) => {
    if (text === 'COMMIT') throw new Error('the disk is full');
  };
  const all = await Promise.allSettled([1, 2].map(add));
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  before = () => {};
  expect(kept()).toEqual([]);
  expect(await add(3)).toBe(1);
});

test('a piece that ends the transaction of all fails alone', async () => {
  const first = add(1);
  const ends = group.write(async (sql) => {
    await sql.run('INSERT OR ROLLBACK INTO numbers VALUES (1)');
  });
  const all = await Promise.allSettled([first, ends, add(2)]);
  expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(kept()).toEqual([1, 2]);
});

test('what comes while a commit is under way is in the next one', async () => {
  const later: Promise<number>[] = [];
  await group.write(async (sql) => {
    later.push(add(2));
    return sql.run('INSERT INTO numbers VALUES (1)');
  });
  await group.settled();
  expect(kept()).toEqual([1, 2]);
  expect(await Promise.all(later)).toEqual([1]);
  expect(commits()).toBe(2);
});
