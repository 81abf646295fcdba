import { afterEach, beforeEach, describe } from 'vitest';
import { approvalsConform } from './approvals.ts';
import type { Bench, Engine } from './bench.ts';
import { capsConform } from './caps.ts';
import { childrenConform } from './children.ts';
import { laterConforms } from './later.ts';
import { ledgerOfManyConforms } from './ledger-many.ts';
import { ledgerConforms } from './ledger.ts';
import { inboxConforms } from './inbox.ts';
import { jobsConform } from './jobs.ts';
import { keepingConforms } from './keeping.ts';
import { notificationsConform } from './notifications.ts';
import { queueConforms } from './queue.ts';
import { outboxConforms } from './outbox.ts';
import { piecesConform } from './pieces.ts';
import { progressConforms } from './progress.ts';
import { reconcilingConforms } from './reconciling.ts';

/** What every engine must do, asked of the real one. */
export function conforms(name: 'SQLite' | 'Postgres', engineOf: () => Promise<Engine>): void {
  describe(`a store in ${name}`, () => {
    let engine: Engine;
    const bench = {} as Bench;
    const open = () => engine.open(() => bench.time++);

    beforeEach(async () => {
      bench.time = 1000;
      engine = await engineOf();
      bench.store = await open();
      bench.raw = (sql) => engine.raw(sql);
      bench.reopen = async () => {
        await bench.store.close();
        bench.store = await open();
      };
    });
    afterEach(async () => {
      await bench.store.close();
      await engine.remove();
    });
    inboxConforms(bench);
    jobsConform(bench);
    capsConform(bench);
    laterConforms(bench);
    ledgerConforms(bench);
    ledgerOfManyConforms(bench);
    childrenConform(bench);
    keepingConforms(bench);
    notificationsConform(bench);
    queueConforms(bench);
    outboxConforms(bench);
    piecesConform(bench);
    progressConforms(bench);
    reconcilingConforms(bench);
    approvalsConform(bench);
  });
}
