import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { asFault, connect } from './connection.ts';

/** What replicas call to each other when a task was added. */
export const CHANNEL = 'dispatch_tasks';

/** A call lost is a task found late: whoever waits looks by itself, too. */
const AGAIN_MS = 1000;

/**
 * Calls `wake` whenever a replica has added a task, as soon as that is committed. Keeps listening across restarts of
 * the server. Resolves to what ends it.
 */
export async function listenForTasks(url: string, wake: () => void): Promise<() => Promise<void>> {
  const ended = new AbortController();
  let client: Client | undefined;
  const listen = async (): Promise<void> => {
    const next = await connect(url);
    client = next;
    try {
      await next.query(`LISTEN ${CHANNEL}`);
    } catch (error) {
      await next.end().catch(() => {});
      throw asFault(error);
    }
    next.on('notification', wake);
    next.once('end', () => void listenAgain());
    if (ended.signal.aborted) await next.end();
    // What was added while nobody listened.
    wake();
  };
  const listenAgain = async (): Promise<void> => {
    await sleep(AGAIN_MS, undefined, { signal: ended.signal, ref: false }).catch(() => {});
    if (!ended.signal.aborted) await listen().catch(listenAgain);
  };
  await listen();
  return async () => {
    ended.abort();
    await client?.end().catch(() => {});
  };
}
