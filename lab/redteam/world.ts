import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedAppKeys } from '../github/keys.ts';
import { startGitHub, type LabGitHub } from '../github/server.ts';
import { packageRoot, toolCache } from '../package-root.ts';

/** What all runs of a suite share. */
export type RedteamWorld = {
  github: LabGitHub;
  toolCache: string;
  /** A copy of the built programs: what is built anew meanwhile does not concern this suite. */
  dist: string;
  /** Settings that installing the CLI needs on this machine. */
  environment: Record<string, string>;
  close(): Promise<void>;
};

/** Who starts every job. */
export const WRITER = 'ada';

/** Starts GitHub's stand-in and keeps the programs of this moment. */
export async function openWorld(environment: Record<string, string>): Promise<RedteamWorld> {
  const github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
  github.createUser(WRITER);
  const dist = await mkdtemp(join(tmpdir(), 'dispatch-redteam-dist-'));
  await cp(join(packageRoot, 'dist'), dist, { recursive: true });
  return {
    github,
    toolCache,
    dist,
    environment,
    async close() {
      await github.close();
      await rm(dist, { recursive: true, force: true });
    },
  };
}
