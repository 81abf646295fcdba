import { isRefusal, type Refusal } from '../core/refusal.ts';
import { bridgesOf, insideCage } from '../core/launch/inside.ts';
import { watchDisk } from '../edge/cage/disk-watch.ts';
import type { Supervised } from '../edge/claude/supervision.ts';
import { makeRunFolder, type RunFolder } from '../edge/files/run-folder.ts';
import { layers, type CagedJob, type Layers } from './caged-job.ts';
import { cancelledBeforeStart } from './cancelled.ts';
import { setUp, type Ready } from './set-up.ts';

/** What came out of the cage. Money as the broker metered it, in micro-dollars. */
export type CagedRun = Supervised & { spentMicroUsd: number };

/**
 * Puts the agent with its copy of the checkout into a cage, runs it to its end and throws all of it away.
 * Refuses, before a model was asked anything, when a part of the cage does not hold.
 */
export async function runInCage(job: CagedJob, use: Layers = layers): Promise<CagedRun | Refusal> {
  const folder = await makeRunFolder(job.temp, job.identity);
  try {
    const ready = await setUp(job, folder, use);
    if (isRefusal(ready)) return ready;
    return await supervise(job, ready, folder, use);
  } catch (error) {
    if (job.cancelled.aborted) return cancelledBeforeStart();
    throw error;
  } finally {
    await folder.dispose();
  }
}

async function supervise(job: CagedJob, ready: Ready, folder: RunFolder, use: Layers): Promise<CagedRun> {
  const { plan, identity } = job;
  const { broker, contents, environment, canary } = ready;
  const disk = plan.workspace === 'writable' ? watchDisk(folder.workspace, identity) : null;
  let supervised: Supervised;
  try {
    const bridges = bridgesOf(job.claude.transport, plan.egress.length > 0);
    const words = insideCage(use.launchArgv(plan), bridges);
    supervised = await use.superviseRun({
      command: use.cageCommand(contents, environment, words, identity),
      prompt: job.prompt,
      canary,
      plan,
      version: job.claude.version,
      cancelled: job.cancelled,
      alarms: disk === null ? [broker.lost] : [broker.lost, disk.full],
      onNote: job.onNote,
    });
  } finally {
    disk?.stop();
    await broker.close();
  }
  return { ...supervised, spentMicroUsd: broker.spentMicroUsd() };
}
