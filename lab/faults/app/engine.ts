import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '../../../app/settings.ts';
import { openPostgresStore } from '../../../edge/store/postgres/store.ts';
import { openStore, type Store } from '../../../edge/store/store.ts';
import { runStatement, startPostgres } from '../../postgres/server.ts';

/** The store's engine, for an app under test and for whoever looks at what it did. */
export type Engine = {
  name: EngineName;
  settings: Pick<Settings, 'stateDir' | 'databaseUrl'>;
  /** How many apps may work on the store at once. */
  replicas: number;
  /** The same store once more, from outside. */
  look: Store;
  /** Lets the dead replica's tasks count as unheard of for long enough; nothing where there is no heartbeat. */
  forgetDead(): Promise<void>;
  /** Kills the store's server, and starts it again; null where there is none. */
  crash: (() => Promise<void>) | null;
  close(): Promise<void>;
};

/** What pg-boss takes for the work of somebody dead. */
const UNHEARD = `UPDATE dispatch_queue.job SET heartbeat_on = now() - interval '1 minute' WHERE state = 'active'`;
/** A server that was killed comes back after so long. */
const DOWN_MS = 1000;

export const engineNames = ['sqlite', 'postgres'] as const;
export type EngineName = (typeof engineNames)[number];

/** Opens an empty store of this engine; what it writes lies below `folder`, or in a server of its own. */
export async function openEngine(name: EngineName, folder: string): Promise<Engine> {
  const stateDir = join(folder, 'state');
  if (name === 'postgres') return openPostgres(stateDir);
  const look = openStore(join(stateDir, 'dispatch.db'));
  return {
    name,
    settings: { stateDir },
    replicas: 1,
    look,
    forgetDead: async () => {},
    crash: null,
    close: () => look.close(),
  };
}

async function openPostgres(stateDir: string): Promise<Engine> {
  const server = await startPostgres();
  try {
    const databaseUrl = await server.createDatabase();
    const look = await openPostgresStore(databaseUrl);
    const close = async (): Promise<void> => {
      await look.close();
      await server.remove();
    };
    return {
      name: 'postgres',
      settings: { stateDir, databaseUrl },
      replicas: 2,
      look,
      forgetDead: () => runStatement(databaseUrl, UNHEARD),
      async crash() {
        await server.kill();
        await sleep(DOWN_MS);
        await server.restart();
        // The connections that it had are known to be gone with the first statement at the latest.
        await look.waiting().catch(() => {});
      },
      close,
    };
  } catch (error) {
    await server.remove();
    throw error;
  }
}

/** The engines that `--engine` names. */
export function enginesOf(text: string): readonly EngineName[] {
  if (text === 'both') return engineNames;
  const known = engineNames.filter((name) => name === text);
  if (known.length > 0) return known;
  throw new Error(`--engine is ${engineNames.join(', ')} or both, not '${text}'.`);
}
