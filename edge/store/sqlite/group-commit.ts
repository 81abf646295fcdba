import type { DatabaseSync } from 'node:sqlite';
import type { Sql } from '../sql.ts';
import { endOfTurn } from './turn.ts';

export type GroupCommit = {
  /** Runs `work` in a transaction. What it resolves to is told when it is on disk. */
  write<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** The end of the transaction that is open, if one is. Who ran a statement meanwhile would be part of it. */
  open(): Promise<void> | undefined;
  /** Resolves when everything that was to be written has been. */
  settled(): Promise<void>;
};

/** One piece of work, and whoever waits for it. */
type Piece = { run: () => Promise<() => void>; reject: (error: unknown) => void };

/**
 * Commits together what was to be written in the same turn of the event loop: the disk is waited for once, and
 * nobody hears before that of what he wrote. Each piece is all or nothing for itself: one that fails takes no other
 * along.
 */
export function openGroupCommit(sqlite: DatabaseSync, sql: Sql): GroupCommit {
  const waiting: Piece[] = [];
  const state: { next?: Promise<void>; open?: Promise<void> } = {};
  const flush = async (): Promise<void> => {
    delete state.next;
    while (state.open) await state.open;
    state.open = commitAll(sqlite, sql, waiting.splice(0)).finally(() => void delete state.open);
    await state.open;
  };
  return {
    write: (work) =>
      new Promise((resolve, reject) => {
        waiting.push({ run: async () => resolve.bind(null, await work(sql)), reject });
        state.next ??= endOfTurn().then(flush);
      }),
    open: () => state.open,
    async settled() {
      while (state.next ?? state.open) await (state.next ?? state.open);
    },
  };
}

async function commitAll(sqlite: DatabaseSync, sql: Sql, pieces: readonly Piece[]): Promise<void> {
  try {
    await sql.run('BEGIN IMMEDIATE');
  } catch (error) {
    // Another process holds the file: trying for each piece would take the timeout each time.
    for (const { reject } of pieces) reject(error);
    return;
  }
  try {
    const tell: (() => void)[] = [];
    for (const piece of pieces) tell.push(await attempt(sqlite, sql, piece));
    await sql.run('COMMIT');
    for (const one of tell) one();
  } catch (error) {
    if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
    const [first, ...others] = pieces;
    if (others.length === 0) return first?.reject(error);
    // One of them may have been too much for all; alone, the rest can be kept.
    for (const piece of pieces) await commitAll(sqlite, sql, [piece]);
  }
}

/** Runs a piece. Resolves to how its outcome is told; rejects when the whole transaction cannot go on. */
async function attempt(sqlite: DatabaseSync, sql: Sql, { run, reject }: Piece): Promise<() => void> {
  await sql.run('SAVEPOINT piece');
  try {
    const tell = await run();
    await sql.run('RELEASE piece');
    return tell;
  } catch (error) {
    if (!sqlite.isTransaction) throw error;
    sqlite.exec('ROLLBACK TO piece; RELEASE piece');
    return () => reject(error);
  }
}
