import { readFileSync } from 'node:fs';
import { sha256 } from '../keys/digest.ts';

/** The pin of the CLI that this version of ours comes with: its version, and a digest of the whole pin. */
export type PinnedCli = { version: string; digest: string };

/** Reads it from beside this file. */
export function pinnedCli(): PinnedCli {
  const text = readFileSync(new URL('cli/release.json', import.meta.url), 'utf8');
  return { version: (JSON.parse(text) as { version: string }).version, digest: sha256(text) };
}
