import { chmod, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sharedAppKeys } from '../github/keys.ts';
import { startGitHub, type LabGitHub } from '../github/server.ts';
import { packageRoot, toolCache } from '../package-root.ts';
import { bundledStep } from './step-program.ts';

/** What all runs of a suite share. */
export type RedteamWorld = {
  github: LabGitHub;
  toolCache: string;
  /** A copy of the built programs: what is built anew meanwhile does not concern this suite. */
  dist: string;
  /** A copy of the step as one file; null where only its modules are up to date. */
  step: string | null;
  /** Where Node keeps what it made of the layers' modules, from one run to the next. */
  compiled: string;
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
  const own = await mkdtemp(join(tmpdir(), 'dispatch-redteam-world-'));
  await chmod(own, 0o711);
  const [dist, compiled] = [join(own, 'dist'), join(own, 'compiled')];
  const made = bundledStep();
  const step = made === null ? null : join(own, 'step.mjs');
  await Promise.all([
    cp(join(packageRoot, 'dist'), dist, { recursive: true }),
    ...(made === null || step === null ? [] : [cp(made, step)]),
  ]);
  return {
    github,
    toolCache,
    dist,
    step,
    compiled,
    environment,
    async close() {
      await github.close();
      await rm(own, { recursive: true, force: true });
    },
  };
}
