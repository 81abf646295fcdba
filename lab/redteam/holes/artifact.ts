import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { replacing } from './hole.ts';

/** Files of the job are made as any program makes them: readable by everybody. */
export const openArtifact = replacing(({ superviseRun }, order) => ({
  async superviseRun(run) {
    for (const folder of readdirSync(order.temp).filter((name) => name.startsWith('agent-dispatch-result-')))
      for (const name of readdirSync(join(order.temp, folder)))
        chmodSync(join(order.temp, folder, name), 0o644);
    return superviseRun(run);
  },
}));
