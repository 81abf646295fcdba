import { join } from 'node:path';
import type { Settings } from '../../../app/settings.ts';
import { openPostgresStore } from '../../../edge/store/postgres/store.ts';
import { openStore, type Store } from '../../../edge/store/store.ts';
import { startPostgres } from '../../postgres/server.ts';

/** The store's engine, for an app under test and for whoever looks at what it did. */
export type Engine = {
  name: EngineName;
  settings: Pick<Settings, 'stateDir' | 'databaseUrl'>;
  /** How many apps may work on the store at once. */
  replicas: number;
  /** The same store once more, from outside. */
  look: Store;
  close(): Promise<void>;
};

export const engineNames = ['sqlite', 'postgres'] as const;
export type EngineName = (typeof engineNames)[number];

/** Opens an empty store of this engine; what it writes lies below `folder`, or in a server of its own. */
export async function openEngine(name: EngineName, folder: string): Promise<Engine> {
  const stateDir = join(folder, 'state');
  if (name === 'postgres') return openPostgres(stateDir);
  const look = openStore(join(stateDir, 'dispatch.db'));
  return { name, settings: { stateDir }, replicas: 1, look, close: () => look.close() };
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
    return { name: 'postgres', settings: { stateDir, databaseUrl }, replicas: 2, look, close };
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
