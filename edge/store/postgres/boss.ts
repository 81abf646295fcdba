import { PgBoss } from 'pg-boss';

/** pg-boss' own tables. */
export const QUEUE_SCHEMA = 'dispatch_queue';
export const QUEUE = 'tasks';

/**
 * Of one key, a lane, one task is handed out at a time, the oldest first, whoever asks (`key_strict_fifo`). A task
 * never fails for good, which would close its lane: it is handed out again, after a pause that grows to a minute when
 * whoever takes it keeps dying of it.
 */
const HANDED_OUT = {
  retryLimit: 1_000_000,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  /** The shortest that pg-boss knows: who has not been heard of for so long is taken for dead. */
  heartbeatSeconds: 10,
  /** The longest that pg-boss knows: whoever is alive may take its time. */
  expireInSeconds: 86_400,
  retentionSeconds: 90 * 86_400,
  deleteAfterSeconds: 60,
};

/** Opens pg-boss, on connections of its own: handing out tasks never waits for our transactions. */
export function openBoss(url: string): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'agent-dispatch queue',
    connectionTimeoutMillis: 5000,
    schema: QUEUE_SCHEMA,
    createSchema: false,
    max: 4,
    schedule: false,
    // The dead are looked for every two seconds, by one of the replicas.
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    maintenanceIntervalSeconds: 60,
    monitorVacuum: false,
  });
  // Trouble with the server shows where somebody waits for it: in what the store is asked.
  boss.on('error', () => {});
  return boss;
}

/** Makes pg-boss' tables and our queue in them, or brings them up to date. */
export async function startBoss(boss: PgBoss): Promise<void> {
  await boss.start();
  await boss.createQueue(QUEUE, { policy: 'key_strict_fifo', ...HANDED_OUT });
  await boss.updateQueue(QUEUE, HANDED_OUT);
}
