import type { Settings } from './settings.ts';

/** A running app. */
export type App = {
  /** Where it listens: `http://127.0.0.1:3000`. */
  url: string;
  /** Resolves when every delivery heard so far has been worked on. */
  idle(): Promise<void>;
  /** Stops listening, finishes the deliveries in hand and closes the store. */
  close(): Promise<void>;
};

/** Starts the app. Rejects with a `Fault` when the store or a key cannot be used. */
export async function startApp(settings: Settings): Promise<App> {
  throw new Error(`not built yet: ${settings.workflow}`);
}
