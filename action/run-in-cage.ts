import { isRefusal, type Refusal } from '../core/refusal.ts';
import { allowingOnce, type PolicyJudge } from '../core/policy/approved-call.ts';
import { withinLeads } from '../core/policy/within-leads.ts';
import { bridgesOf, insideCage } from '../core/launch/inside.ts';
import { watchDisk } from '../edge/cage/disk-watch.ts';
import type { Supervised } from '../edge/claude/supervision.ts';
import { makeRunFolder, type RunFolder } from '../edge/files/run-folder.ts';
import { giveTreeTo } from '../edge/files/hand-over.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { accident } from './accident.ts';
import type { Collected } from './collect-change.ts';
import type { CollectedFile } from './collect-files.ts';
import { layers, type CagedJob, type Layers } from './caged-job.ts';
import { fileLooker } from './file-looker.ts';
import { cancelledBeforeStart } from './cancelled.ts';
import { endBroker, setUp, type Ready } from './set-up.ts';
import { shownOnce } from './shown-once.ts';

/** What came out of the cage. Money as the broker metered it, in micro-dollars. */
export type CagedRun = Supervised & {
  spentMicroUsd: number;
  /** What the agent changed in its copy, or why nothing of it is proposed; null when it did not ask for that. */
  change: Collected | Refusal | null;
  /** The files that it wants to keep, or why none of them is; null when it wants none. */
  files: CollectedFile[] | Refusal | null;
};

/**
 * Puts the agent with its copy of the checkout into a cage, runs it to its end and throws all of it away.
 * Refuses, before a model was asked anything, when a part of the cage does not hold.
 */
export async function runInCage(job: CagedJob, use: Layers = layers): Promise<CagedRun | Refusal> {
  const folder = await makeRunFolder(job.temp, job.identity);
  try {
    const ready = await setUp(job, folder, use, job.shown ?? shownOnce());
    if (isRefusal(ready)) return ready;
    const run = await supervise(job, ready, folder, use);
    return isRefusal(run) ? run : { ...run, ...(await leftBehind(job, run, folder)) };
  } catch (error) {
    if (job.cancelled.aborted) return cancelledBeforeStart();
    throw error;
  } finally {
    await folder.dispose();
  }
}

type LeftBehind = Pick<CagedRun, 'change' | 'files'>;

/** Read after the last process of the cage has ended, and before all of it is thrown away. */
async function leftBehind(
  { collect, keep, identity }: CagedJob,
  { tray, stopped, cancelled, timedOut }: Supervised,
  { workspace }: RunFolder,
): Promise<LeftBehind> {
  const isOver = stopped === null && !cancelled && !timedOut;
  const isAsked = isOver && collect !== undefined && tray.some(({ kind }) => kind === 'patch');
  const wanted = isOver && keep !== undefined ? tray.find((item) => item.kind === 'artifact') : undefined;
  if (!isAsked && wanted === undefined) return { change: null, files: null };
  const tried = <Found>(work: () => Promise<Found> | Found) =>
    Promise.resolve()
      .then(work)
      .catch((error: unknown) => accident(error));
  // Its files may be closed to us, where they belong to another user.
  if (identity.privilege === 'sudo')
    await giveTreeTo(identity, workspace, ourselves(identity)).catch(() => {});
  return {
    change: isAsked ? await tried(() => collect(workspace)) : null,
    files: wanted === undefined ? null : await tried(() => keep?.(workspace, wanted.files) ?? null),
  };
}

function ourselves({ uid }: CagedJob['identity']): { uid: number; gid: number } {
  return { uid, gid: process.getgid?.() ?? uid };
}

async function supervise(
  job: CagedJob,
  ready: Ready,
  folder: RunFolder,
  use: Layers,
): Promise<Omit<CagedRun, keyof LeftBehind> | Refusal> {
  const { plan, identity } = job;
  const { contents, environment, canary, once } = ready;
  const disk = plan.workspace === 'writable' ? watchDisk(folder.workspace, identity) : null;
  const bridges = bridgesOf(job.claude.transport, plan.egress.length > 0);
  const words = insideCage(use.launchArgv(plan), bridges);
  const { serving, lost } = watchBroker(ready.broker);
  let supervised: Supervised;
  try {
    supervised = await use.superviseRun({
      command: use.cageCommand(contents, environment, words, identity),
      prompt: job.prompt,
      canary,
      once,
      plan,
      ...policyOf(job),
      ...(job.fleet === undefined ? {} : { fleet: job.fleet.serve }),
      facts: { ...(job.outputFacts ?? { diff: null }), fileAt: fileLooker(plan, folder.workspace) },
      workspace: folder.workspace,
      taint: job.taint ?? [],
      version: job.claude.version,
      cancelled: job.cancelled,
      ready: Promise.all([serving, job.claude.compared]).then(() => job.onReady?.()),
      alarms: [lost, altered(job), ...alarmsOf(job), ...(disk === null ? [] : [disk.full])],
      hear: job.hear,
      onNote: job.onNote,
    });
  } finally {
    disk?.stop();
    // Whatever it started ends before its own place at the broker does.
    await job.fleet?.dismiss();
    await endBroker(ready.broker);
  }
  await job.claude.compared;
  const broker = await ready.broker;
  return isRefusal(broker) ? broker : { ...supervised, spentMicroUsd: broker.spentMicroUsd() };
}

function alarmsOf({ fleet }: CagedJob): Promise<Refusal>[] {
  return fleet?.lost === undefined ? [] : [fleet.lost];
}

/** Who judges its calls, where it is not the plain policy. */
function policyOf({ approvedCall, leads = [] }: CagedJob): { policy?: PolicyJudge } {
  if (approvedCall) return { policy: allowingOnce(approvedCall.digest, sha256) };
  return leads.length > 0 ? { policy: withinLeads(leads) } : {};
}

/** When the broker serves, and why it no longer does or never did. */
function watchBroker(starting: Ready['broker']): { serving: Promise<void>; lost: Promise<Refusal> } {
  const serving = Promise.withResolvers<void>();
  const lost = starting.then(
    (broker) => {
      if (isRefusal(broker)) return broker;
      serving.resolve();
      return broker.lost;
    },
    (error: unknown) => accident(error),
  );
  return { serving: serving.promise, lost };
}

/** What was found to be another program than the pinned one; the caller throws it, too. */
function altered({ claude }: CagedJob): Promise<Refusal> {
  return new Promise((resolve) => {
    claude.compared.catch((error: unknown) => resolve(accident(error)));
  });
}
