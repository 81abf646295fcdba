import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { cageCommand } from '../../edge/cage/cage.ts';
import { checkCage } from '../../edge/cage/check.ts';
import { findIdentity } from '../../edge/cage/identity.ts';
import { findLimits } from '../../edge/cage/limits.ts';
import { proveCage } from '../../edge/cage/prove.ts';
import { makeRunFolder, writeReadable } from '../../edge/files/run-folder.ts';

const ENVIRONMENT = { PATH: '/usr/bin:/bin' };

/** Proves a cage on this machine as a run does before its agent starts; null where there is none to prove. */
export async function proveHere(): Promise<{ held: number } | Refusal | null> {
  const identity = await findIdentity(process.getuid?.() ?? -1);
  if (isRefusal(await checkCage(identity))) return null;
  const limits = await findLimits(identity);
  const temp = await mkdtemp(join(tmpdir(), 'agent-dispatch-doctor-'));
  const folder = await makeRunFolder(temp, identity);
  try {
    for (const name of ['passwd', 'group', 'hosts'])
      await writeReadable(
        join(folder.config, name),
        name === 'hosts' ? '127.0.0.1 localhost\n' : 'agent:x:1:1::/:/bin/sh\n',
      );
    return await proveCage({
      folder: join(folder.root, 'proof'),
      variables: Object.keys(ENVIRONMENT),
      command: (inside, workspace) => {
        const { config, sockets } = folder;
        const contents = { workspace, writable: false, claude: '/bin/true', workingDir: '.', limits };
        return cageCommand(
          { ...contents, configFolder: config, socketFolder: sockets },
          ENVIRONMENT,
          inside,
          identity,
        );
      },
    });
  } finally {
    await folder.dispose();
    await rm(temp, { recursive: true, force: true });
  }
}
