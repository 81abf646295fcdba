import { join } from 'node:path';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import type { CageContents } from '../edge/cage/cage.ts';
import type { Once } from '../edge/claude/supervision.ts';
import type { RunFolder } from '../edge/files/run-folder.ts';
import type { CagedJob, Layers } from './caged-job.ts';

type Proven = {
  job: CagedJob;
  folder: RunFolder;
  contents: CageContents;
  environment: Record<string, string>;
  use: Layers;
};

/** Proves the cage of one agent, unless one like it was proven in this run. Returns null when it holds. */
export async function proveOnce(
  { job, folder, contents, environment, use }: Proven,
  once: Once,
): Promise<Refusal | null> {
  let leak: Refusal | null = null;
  await once(async () => {
    const proof = await use.proveCage({
      folder: join(folder.root, 'proof'),
      variables: Object.keys(environment),
      command: (inside, workspace) =>
        use.cageCommand({ ...contents, workspace, workingDir: '.' }, environment, inside, job.identity),
    });
    leak = isRefusal(proof) ? proof : null;
    return leak === null;
  });
  return leak;
}
