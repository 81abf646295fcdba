import { storeOf, type Store, type StoreOptions } from '../store.ts';
import { openBoss, QUEUE_SCHEMA, startBoss } from './boss.ts';
import { asFault, connect, openPool } from './connection.ts';
import { databaseOf } from './database.ts';
import { openQueue } from './queue.ts';
import { makeSchema, upgrade, whileOthersWait } from './upgrade.ts';

/**
 * Opens the store in the database at `url`, which other replicas of the app may have open, too. Rejects with a
 * `Fault`, in whose text the address is not.
 */
export async function openPostgresStore(
  url: string,
  { now = Date.now, failed = () => {} }: StoreOptions = {},
): Promise<Store> {
  const boss = openBoss(url);
  try {
    const client = await connect(url);
    try {
      await whileOthersWait(client, async () => {
        await upgrade(client);
        await makeSchema(client, QUEUE_SCHEMA);
        await startBoss(boss);
      });
    } finally {
      await client.end();
    }
  } catch (error) {
    await boss.stop({ graceful: false }).catch(() => {});
    throw asFault(error);
  }
  const database = databaseOf(openPool(url));
  const queue = openQueue({ url, boss, database, failed });
  const close = async (): Promise<void> => {
    await queue.stop();
    await boss.stop({ graceful: false });
    await database.close();
  };
  return storeOf({ database, queue, now, close });
}
