import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fleetToolsOf } from '../core/fleet/tools.ts';
import { outputTokensFor } from '../core/pricing/prices.ts';
import { cagePaths } from '../core/launch/cage-paths.ts';
import { chooseCanary, type Canary } from '../core/launch/canary.ts';
import { effectiveTools } from '../core/launch/launch-plan.ts';
import { hasServers, mcpConfig } from '../core/launch/mcp-config.ts';
import { composeSystemPrompt } from '../core/launch/prompt.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { BrokerStart } from '../edge/broker/start.ts';
import type { CageContents } from '../edge/cage/cage.ts';
import { AGENT_GID, AGENT_UID, agentUid } from '../edge/cage/identity.ts';
import type { Once } from '../edge/claude/supervision.ts';
import { giveTreeTo } from '../edge/files/hand-over.ts';
import { reachableFile, writeReadable, type RunFolder } from '../edge/files/run-folder.ts';
import { randomId } from '../edge/keys/digest.ts';
import type { BrokerSeat, CagedJob, Layers, SeatConfiguration } from './caged-job.ts';
import { launchShape } from './launch-shape.ts';
import { ownBroker } from './own-broker.ts';
import { proveOnce } from './prove-once.ts';
import type { ShownOnce } from './shown-once.ts';

/** Everything that stands around an agent when it starts. */
export type Ready = {
  /** Still on its way: it is needed when the CLI asks for the first time, which takes it a while. */
  broker: Promise<BrokerSeat | Refusal>;
  contents: CageContents;
  environment: Record<string, string>;
  canary: Canary | null;
  /** Shows what the canary shows, for all of the run that start alike. */
  once: Once;
};

const MICRO = 1_000_000;
/** Requests per turn are one, plus retries; a run that sends more than this is not working but looping. */
const REQUESTS_PER_TURN = 4;

/**
 * Sets everything up, side by side: the broker, the copy of the checkout, the proof of the cage. When the copy
 * or the proof does not hold, nothing is left running and the agent does not start.
 */
export async function setUp(
  job: CagedJob,
  folder: RunFolder,
  use: Layers,
  shown: ShownOnce,
): Promise<Ready | Refusal> {
  const { plan } = job;
  const maxOutputTokens = outputTokensFor(Math.round(plan.budgetUsd * MICRO), plan.model, plan.ownPrice);
  if (isRefusal(maxOutputTokens)) return maxOutputTokens;
  const canary = chooseCanary(plan, randomId(), await firstFile(job.workspace));
  const limits = { agentToken: randomId(), maxOutputTokens, canary };
  const environment = use.launchEnvironment({
    ...limits,
    transport: job.claude.transport,
    bashMinutes: plan.timeoutMinutes,
    model: plan.model,
    fetches: plan.tools.includes('WebFetch'),
    waits: fleetToolsOf(plan).length > 0,
  });
  await writeConfig(folder, job, use);
  const contents = await contentsOf(job, folder);
  const shape = launchShape(job, folder, contents, environment, use);
  const starting = startBroker(job, folder, limits, use);
  const proving = proveOnce({ job, folder, contents, environment, use }, shown(shape.cage));
  // Waited for below or by the caller; until then nobody listens.
  starting.catch(() => {});
  const work = [proving, copyCheckout(job, folder, use)] as const;
  // Each comes to its own end before any of them is undone.
  await Promise.allSettled(work);
  try {
    const [proof, copied] = await Promise.all(work);
    if (proof === null && copied === null)
      return { broker: starting, contents, environment, canary, once: shown(shape.cli) };
    await endBroker(starting);
    return [proof, copied].find(isRefusal) ?? notReady();
  } catch (error) {
    await endBroker(starting);
    throw error;
  }
}

function notReady(): never {
  throw new Error('a run that is not ready without a reason');
}

/** Ends a broker that may still be starting, or may not have come to be. */
export async function endBroker(starting: Promise<BrokerSeat | Refusal>): Promise<void> {
  const broker = await starting.catch(() => null);
  if (broker !== null && !isRefusal(broker)) await broker.close();
}

async function contentsOf(
  { plan, claude, identity, limits }: CagedJob,
  folder: RunFolder,
): Promise<CageContents> {
  return {
    workspace: folder.workspace,
    writable: plan.workspace === 'writable',
    claude:
      agentUid(identity) === null ? claude.path : await reachableFile(claude.path, folder.root, 'claude'),
    configFolder: folder.config,
    socketFolder: folder.sockets,
    workingDir: plan.workingDir,
    limits,
  };
}

function startBroker(
  job: CagedJob,
  folder: RunFolder,
  limits: { agentToken: string; maxOutputTokens: number; canary: Canary | null },
  use: Layers,
): Promise<BrokerSeat | Refusal> {
  const seat = seatOf(job, folder, limits);
  return job.broker === undefined ? ownBroker(job, seat, folder, use) : job.broker(seat);
}

function seatOf(
  job: CagedJob,
  folder: RunFolder,
  limits: { agentToken: string; maxOutputTokens: number; canary: Canary | null },
): SeatConfiguration {
  const { plan, identity } = job;
  return {
    socketPath: join(folder.sockets, 'api.sock'),
    socketMode: agentUid(identity) === null ? 0o600 : 0o660,
    agentToken: limits.agentToken,
    canary: limits.canary,
    models: [plan.model],
    ownPrice: plan.ownPrice,
    budgetMicroUsd: Math.round(plan.budgetUsd * MICRO),
    maxTokensCap: limits.maxOutputTokens,
    maxRequests: plan.maxTurns * REQUESTS_PER_TURN,
    toolNames: effectiveTools(plan),
    mcpTools: Object.fromEntries(
      plan.mcpServers.flatMap(({ tools }) => tools.map(({ name, sha256 }) => [name, sha256])),
    ),
    egress: egressOf(job, folder),
  };
}

/** The proxy of a profile that may reach hosts; null where nothing leaves the cage but model requests. */
function egressOf({ plan, identity }: CagedJob, folder: RunFolder): BrokerStart['egress'] {
  if (plan.egress.length === 0) return null;
  return {
    socketPath: join(folder.sockets, 'egress.sock'),
    socketMode: agentUid(identity) === null ? 0o600 : 0o660,
    hosts: plan.egress,
    maxBytes: plan.egressMaxMb * 1_000_000,
  };
}

/** Copies the checkout, gives the copy to the agent and finds its working directory in it. */
async function copyCheckout(job: CagedJob, folder: RunFolder, use: Layers): Promise<Refusal | null> {
  const { identity, plan, temp, cancelled } = job;
  await use.copyWorkspace(job.workspace, folder.workspace, {
    agentUid: identity.privilege === 'root' ? AGENT_UID : null,
    // A workspace may hold the job's folder for temporary files, where other actions keep credentials.
    except: [temp],
    cancelled,
  });
  const refusal = await checkWorkingDir(folder.workspace, plan.workingDir);
  if (refusal === null && identity.privilege === 'sudo')
    await giveTreeTo(identity, folder.workspace, { uid: AGENT_UID, gid: AGENT_GID });
  return refusal;
}

/** A file at the top of the checkout, if there is one. */
async function firstFile(workspace: string): Promise<string | null> {
  const folder = await opendir(workspace).catch(() => null);
  if (folder === null) return null;
  // Leaving the loop closes the folder.
  for await (const entry of folder) if (entry.isFile() && /^[\w.-]+$/.test(entry.name)) return entry.name;
  return null;
}

/** The working directory must be a folder of the copy; a link that leads out of it is not one. */
async function checkWorkingDir(workspace: string, workingDir: string): Promise<Refusal | null> {
  const root = await realpath(workspace);
  const found = await realpath(join(workspace, workingDir)).catch(() => null);
  const inside = found !== null && (found === root || found.startsWith(`${root}/`));
  if (inside && (await stat(found)).isDirectory()) return null;
  return refuse(
    'no-working-dir',
    `The agent's working_dir ${JSON.stringify(workingDir)} is not a folder of the checkout.`,
    'Correct working_dir in .github/dispatch.yml, or leave it out.',
  );
}

async function writeConfig(folder: RunFolder, job: CagedJob, use: Layers): Promise<void> {
  const uid = agentUid(job.identity) ?? job.identity.uid;
  const files = {
    'settings.json': JSON.stringify(use.launchSettings(job.plan)),
    ...(hasServers(job.plan) ? { 'mcp.json': JSON.stringify(mcpConfig(job.plan)) } : {}),
    'system-prompt.md': composeSystemPrompt(job.systemPrompt, {
      ...job.plan,
      workers: job.fleet?.startable ?? [],
    }),
    gitconfig:
      '[safe]\n\tdirectory = *\n[core]\n\tfsmonitor = false\n\thooksPath = /dev/null\n\tpager = cat\n',
    passwd: `agent:x:${uid}:${uid}::${cagePaths.home}:/bin/bash\n`,
    // The CLI's own sandbox looks for its proxy by the name localhost, and there is no name server.
    hosts: '127.0.0.1 localhost\n',
    group: `agent:x:${uid}:\n`,
  };
  const writing = Object.entries(files).map(([name, text]) => writeReadable(join(folder.config, name), text));
  await Promise.all(writing);
}
