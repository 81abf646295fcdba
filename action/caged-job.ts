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
import type { FleetServer } from '../core/fleet/answer.ts';
import type { Startable } from '../core/fleet/prompt.ts';
import { startBroker, type Broker, type BrokerEvent, type BrokerStart } from '../edge/broker/start.ts';
import { cageCommand } from '../edge/cage/cage.ts';
import type { Identity } from '../edge/cage/identity.ts';
import type { Limits } from '../edge/cage/limits.ts';
import { proveCage } from '../edge/cage/prove.ts';
import { hashOf } from '../edge/claude/early-hash.ts';
import type { FoundClaude } from '../edge/claude/install.ts';
import { superviseRun } from '../edge/claude/supervise.ts';
import type { Note } from '../edge/claude/supervision.ts';
import { copyWorkspace } from '../edge/files/workspace.ts';
import type { Collected } from './collect-change.ts';
import type { CollectedFile } from './collect-files.ts';
import { configure } from './configure.ts';
import type { ShownOnce } from './shown-once.ts';

/** What a broker serves to one agent, and for how much. */
export type SeatConfiguration = Omit<
  BrokerStart,
  'identity' | 'folder' | 'program' | 'onEvent' | 'upstream' | 'apiKey' | 'authHeader' | 'timeouts'
>;

/** The place of one agent at a broker. */
export type BrokerSeat = Pick<Broker, 'spentMicroUsd' | 'lost' | 'close'>;

/** An agent's place among the others of its run. */
export type FleetSeat = {
  /** Makes its calls about them. */
  serve: FleetServer;
  /** The agents that it may start, as it is told of them. */
  startable: readonly Startable[];
  /** Its own run is over: ends all that it started. */
  dismiss: () => Promise<void>;
  /** Ends the run with a reason. */
  lost?: Promise<Refusal>;
};

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
  /** Opens its place at the broker of others; absent where it gets a broker of its own. */
  broker?: (configuration: SeatConfiguration) => Promise<BrokerSeat | Refusal>;
  /** Told of the broker that is started for it. */
  onBroker?: (starting: Promise<Broker | Refusal>) => void;
  /** Absent where there are no others. */
  fleet?: FleetSeat;
  /** The plans of those above it: what one of them may not do it may not. */
  leads?: readonly Plan[];
  /** What others of its run have shown of their starts; nothing was when absent. */
  shown?: ShownOnce;
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
  hashCli: hashOf,
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
