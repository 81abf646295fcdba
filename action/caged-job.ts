import type { CallToApprove } from '../core/approval/call.ts';
import { composeContext } from '../core/context/compose.ts';
import type { RunEvent } from '../core/events/run-event.ts';
import { launchArgv } from '../core/launch/argv.ts';
import { launchEnvironment } from '../core/launch/environment.ts';
import { launchSettings } from '../core/launch/settings.ts';
import type { OutputFacts } from '../core/output/kinds/kind.ts';
import type { Item } from '../core/output/kinds/table.ts';
import type { Plan } from '../core/profile/plan.ts';
import type { Refusal } from '../core/refusal.ts';
import { startBroker, type BrokerEvent } from '../edge/broker/start.ts';
import { cageCommand } from '../edge/cage/cage.ts';
import type { Identity } from '../edge/cage/identity.ts';
import type { Limits } from '../edge/cage/limits.ts';
import { proveCage } from '../edge/cage/prove.ts';
import type { FoundClaude } from '../edge/claude/install.ts';
import { superviseRun } from '../edge/claude/supervise.ts';
import type { Note } from '../edge/claude/supervision.ts';
import { copyWorkspace } from '../edge/files/workspace.ts';
import type { Collected } from './collect-change.ts';
import type { CollectedFile } from './collect-files.ts';
import { configure } from './configure.ts';

/** One agent, ready to be started. */
export type CagedJob = {
  plan: Plan;
  systemPrompt: string;
  prompt: string;
  /** The one call that a person approved, if any. */
  approvedCall?: CallToApprove | null;
  /** What strangers wrote of what the agent is given, in words. */
  taint?: readonly string[];
  /** What its outputs are held against; nothing is known when absent. */
  outputFacts?: OutputFacts;
  /** Told nothing before its bytes were compared. */
  claude: FoundClaude;
  /** The checkout that the agent gets a copy of. */
  workspace: string;
  temp: string;
  identity: Identity;
  limits: Limits;
  /** The bundle of the broker's process. */
  brokerProgram: string;
  upstream: URL;
  apiKey: string;
  authHeader: 'x-api-key' | 'bearer';
  cancelled: AbortSignal;
  /** Everything that has to hold before the task is sent does hold. */
  onReady?: () => void;
  /** Reads out of the agent's copy what it changed, once nobody works in it any more. */
  collect?: (copy: string) => Promise<Collected | Refusal>;
  /** Reads out of it the files that the agent wants to keep, likewise. */
  keep?: (copy: string, files: Item<'artifact'>['files']) => CollectedFile[] | Refusal;
  /** Hears what is said in the run, whatever becomes of it. */
  hear?: ((event: RunEvent) => void) | undefined;
  onNote: (note: Note) => void;
  onBrokerEvent: (event: BrokerEvent) => void;
};

/**
 * What stands between an agent and the machine, one function a layer. A run uses these; the red team swaps
 * one for a hole, so that each of its oracles is seen to fire.
 */
export const layers = {
  configure,
  composeContext,
  copyWorkspace,
  launchArgv,
  launchSettings,
  launchEnvironment,
  cageCommand,
  proveCage,
  startBroker,
  superviseRun,
};
export type Layers = typeof layers;
