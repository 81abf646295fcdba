import { join } from 'node:path';
import type { Settings } from '../../../app/settings.ts';
import { openStore, type Store } from '../../../edge/store/store.ts';

/** The store's engine, for an app under test and for whoever looks at what it did. */
export type Engine = {
  name: EngineName;
  settings: Pick<Settings, 'stateDir'>;
  /** How many apps may work on the store at once. */
  replicas: number;
  /** The same store once more, from outside. */
  look: Store;
  close(): Promise<void>;
};

export const engineNames = ['sqlite'] as const;
export type EngineName = (typeof engineNames)[number];

/** Opens an empty store of this engine below `folder`. */
export async function openEngine(name: EngineName, folder: string): Promise<Engine> {
  const stateDir = join(folder, 'state');
  const look = openStore(join(stateDir, 'dispatch.db'));
  return { name, settings: { stateDir }, replicas: 1, look, close: () => look.close() };
}

/** The engines that `--engine` names. */
export function enginesOf(text: string): readonly EngineName[] {
  if (text === 'both') return engineNames;
  const known = engineNames.filter((name) => name === text);
  if (known.length > 0) return known;
  throw new Error(`--engine is ${engineNames.join(', ')} or both, not '${text}'.`);
}
