import { generateAppKeys } from '../github/keys.ts';
import { startGitHub, type LabGitHub } from '../github/server.ts';
import { toolCache } from '../package-root.ts';

/** What all runs of a suite share. */
export type RedteamWorld = {
  github: LabGitHub;
  toolCache: string;
  /** Settings that installing the CLI needs on this machine. */
  environment: Record<string, string>;
  close(): Promise<void>;
};

/** Who starts every job. */
export const WRITER = 'ada';

/** Starts GitHub's stand-in. */
export async function openWorld(environment: Record<string, string>): Promise<RedteamWorld> {
  const github = await startGitHub({ app: { publicKey: generateAppKeys().publicKey } });
  github.createUser(WRITER);
  return { github, toolCache, environment, close: () => github.close() };
}
