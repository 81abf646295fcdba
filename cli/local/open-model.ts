import type { TurnFunction } from '../../lab/model/script.ts';
import { startModel } from '../../lab/model/server.ts';

const ANTHROPIC = 'https://api.anthropic.com';

/** Where the answers come from: the real API with the caller's key, or a script. `words` says which. */
export type Model = { url: string; apiKey: string; words: string; close(): Promise<void> };

/** The real API when `ANTHROPIC_API_KEY` is set, else this script behind a server of its own. */
export async function openModel(script: TurnFunction): Promise<Model> {
  const apiKey = process.env['ANTHROPIC_API_KEY'];
  if (apiKey) {
    const url = process.env['ANTHROPIC_BASE_URL'] || ANTHROPIC;
    return {
      url,
      apiKey,
      words: `The model is real: ${url}, with your ANTHROPIC_API_KEY.`,
      close: async () => {},
    };
  }
  return scriptedModel(
    script,
    'The model is a script, because ANTHROPIC_API_KEY is not set: it says the same whatever the task. Prices are real.',
  );
}

/** This script behind a server of its own. */
export async function scriptedModel(script: TurnFunction, words: string): Promise<Model> {
  // Random enough that no run warns of it.
  const dummy = 'dummy-4kT9wZ2nR7vQ3xM8pL5d';
  const model = await startModel(script, { apiKey: dummy });
  return { url: model.url, apiKey: dummy, words, close: () => model.close() };
}
