import { realpath, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { outputTokensFor } from '../core/pricing/prices.ts';
import { cagePaths } from '../core/launch/cage-paths.ts';
import { launchArgv } from '../core/launch/argv.ts';
import { launchEnvironment } from '../core/launch/environment.ts';
import { effectiveTools } from '../core/launch/launch-plan.ts';
import { composeSystemPrompt } from '../core/launch/prompt.ts';
import { launchSettings } from '../core/launch/settings.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { startBroker, type BrokerEvent } from '../edge/broker/broker.ts';
import { cageCommand } from '../edge/cage/cage.ts';
import { AGENT_UID } from '../edge/cage/identity.ts';
import type { InstalledClaude } from '../edge/claude/install.ts';
import { superviseRun } from '../edge/claude/supervise.ts';
import type { Note, Supervised } from '../edge/claude/supervision.ts';
import { makeRunFolder, reachableFile, writeReadable, type RunFolder } from '../edge/files/run-folder.ts';
import { copyWorkspace } from '../edge/files/workspace.ts';
import { cancelledBeforeStart } from './cancelled.ts';

/** One agent, ready to be started. */
export type CagedJob = {
  plan: Plan;
  systemPrompt: string;
  prompt: string;
  claude: InstalledClaude;
  /** The checkout that the agent gets a copy of. */
  workspace: string;
  temp: string;
  uid: number;
  upstream: URL;
  apiKey: string;
  cancelled: AbortSignal;
  onNote: (note: Note) => void;
  onBrokerEvent: (event: BrokerEvent) => void;
};

/** What came out of the cage. Money as the broker metered it, in micro-dollars. */
export type CagedRun = Supervised & { spentMicroUsd: number };

const MICRO = 1_000_000;
/** Requests per turn are one, plus retries; a run that sends more than this is not working but looping. */
const REQUESTS_PER_TURN = 4;

/**
 * What stands between an agent and the machine, one function a layer. A run uses these; the red team swaps
 * one for a hole, so that each of its oracles is seen to fire.
 */
export const layers = {
  copyWorkspace,
  launchArgv,
  launchSettings,
  launchEnvironment,
  cageCommand,
  startBroker,
  superviseRun,
};
export type Layers = typeof layers;

/** Puts the agent with its copy of the checkout into a cage, runs it to its end and throws all of it away. */
export async function runInCage(job: CagedJob, use: Layers = layers): Promise<CagedRun | Refusal> {
  const agentUid = job.uid === 0 ? AGENT_UID : null;
  const folder = await makeRunFolder(job.temp, agentUid);
  try {
    await use.copyWorkspace(job.workspace, folder.workspace, {
      agentUid,
      // A workspace may hold the job's folder for temporary files, where other actions keep credentials.
      except: [job.temp],
      cancelled: job.cancelled,
    });
    const workingDir = await checkWorkingDir(folder.workspace, job.plan.workingDir);
    if (isRefusal(workingDir)) return workingDir;
    const maxOutputTokens = outputTokensFor(Math.round(job.plan.budgetUsd * MICRO), job.plan.model);
    if (isRefusal(maxOutputTokens)) return maxOutputTokens;
    await writeConfig(folder, job, agentUid ?? job.uid, use);
    return await superviseWithBroker(job, folder, { agentUid, workingDir, maxOutputTokens }, use);
  } catch (error) {
    if (job.cancelled.aborted) return cancelledBeforeStart();
    throw error;
  } finally {
    await folder.dispose();
  }
}

async function superviseWithBroker(
  job: CagedJob,
  folder: RunFolder,
  settled: { agentUid: number | null; workingDir: string; maxOutputTokens: number },
  use: Layers,
): Promise<CagedRun> {
  const { plan } = job;
  const broker = await use.startBroker({
    socketPath: folder.socketPath,
    socketOwner: settled.agentUid,
    upstream: job.upstream,
    apiKey: job.apiKey,
    models: [plan.model],
    budgetMicroUsd: Math.round(plan.budgetUsd * MICRO),
    maxTokensCap: settled.maxOutputTokens,
    maxRequests: plan.maxTurns * REQUESTS_PER_TURN,
    toolNames: effectiveTools(plan),
    onEvent: job.onBrokerEvent,
  });
  try {
    const contents = {
      workspace: folder.workspace,
      writable: plan.workspace === 'writable',
      claude: await reachableFile(job.claude.path, folder.root, settled.agentUid),
      configFolder: folder.config,
      socketFolder: dirname(folder.socketPath),
      workingDir: settled.workingDir,
    };
    const environment = use.launchEnvironment({
      maxOutputTokens: settled.maxOutputTokens,
      bashMinutes: plan.timeoutMinutes,
    });
    const supervised = await use.superviseRun({
      command: use.cageCommand(contents, environment, [cagePaths.claude, ...use.launchArgv(plan)], job.uid),
      prompt: job.prompt,
      plan,
      version: job.claude.version,
      cancelled: job.cancelled,
      onNote: job.onNote,
    });
    return { ...supervised, spentMicroUsd: broker.spentMicroUsd() };
  } finally {
    await broker.close();
  }
}

/** The working directory must be a folder of the copy; a link that leads out of it is not one. */
async function checkWorkingDir(workspace: string, workingDir: string): Promise<string | Refusal> {
  const root = await realpath(workspace);
  const found = await realpath(join(workspace, workingDir)).catch(() => null);
  const inside = found !== null && (found === root || found.startsWith(`${root}/`));
  if (inside && (await stat(found)).isDirectory()) return workingDir;
  return refuse(
    'no-working-dir',
    `The agent's working_dir ${JSON.stringify(workingDir)} is not a folder of the checkout.`,
    'Correct working_dir in .github/dispatch.yml, or leave it out.',
  );
}

async function writeConfig(folder: RunFolder, job: CagedJob, uid: number, use: Layers): Promise<void> {
  const files = {
    'settings.json': JSON.stringify(use.launchSettings(job.plan)),
    'system-prompt.md': composeSystemPrompt(job.systemPrompt),
    gitconfig:
      '[safe]\n\tdirectory = *\n[core]\n\tfsmonitor = false\n\thooksPath = /dev/null\n\tpager = cat\n',
    passwd: `agent:x:${uid}:${uid}::${cagePaths.home}:/bin/bash\n`,
    group: `agent:x:${uid}:\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeReadable(join(folder.config, name), text);
}
