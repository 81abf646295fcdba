import type { InitEvent, ResultEvent, RunEvent } from '../../core/events/run-event.ts';
import type { Judge } from './ask-judge.ts';
import type { Burden } from './burden.ts';
import type { CanaryPhase } from './canary-phase.ts';
import type { Canary } from '../../core/launch/canary.ts';
import type { FleetAnswer, FleetServer } from '../../core/fleet/answer.ts';
import type { LaunchPlan } from '../../core/launch/launch-plan.ts';
import type { PolicyJudge } from '../../core/policy/approved-call.ts';
import type { PolicyPlan } from '../../core/policy/limits.ts';
import type { ToolCall, Verdict } from '../../core/policy/verdict.ts';
import type { CallCounts } from '../../core/audit/call-counts.ts';
import type { HandedIn, Tray } from '../../core/output/hand-in.ts';
import type { OutputFacts } from '../../core/output/kinds/kind.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { CommandLine } from '../cage/command-line.ts';

/** What the supervisor tells while it works. `asked` and `denied` come before the CLI gets its answer. */
export type Note =
  | { kind: 'started'; init: InitEvent }
  | { kind: 'asked'; callId: string; call: ToolCall; verdict: Verdict }
  /** What became of an output that the agent handed in; comes before the agent is told. */
  | { kind: 'output'; callId: string; handedIn: HandedIn; tool: string }
  /** What became of a call about other agents; comes before the agent is told. */
  | { kind: 'fleet'; callId: string; tool: string; answer: FleetAnswer }
  /** The CLI itself refused a call without asking. */
  | { kind: 'denied'; callId: string; call: ToolCall; verdict: Verdict }
  | { kind: 'ended'; callId: string; isError: boolean }
  /** The start-up check held, here or before in this run for a start like this one; the task is sent now. */
  | { kind: 'canary'; tool: string; before: boolean }
  | { kind: 'retry'; status: number | null }
  | { kind: 'stopped'; refusal: Refusal };

/** Shows something that others may have shown: tells whether it was shown now, before, or could not be. */
export type Once = (show: () => Promise<boolean>) => Promise<'now' | 'before' | 'not'>;

export type Supervision = {
  command: CommandLine;
  prompt: string;
  /** The call that must be refused before the prompt is sent; null when the profile has none. */
  canary: Canary | null;
  /** Who else of the run shows what the canary shows; nobody when absent. */
  once?: Once;
  plan: LaunchPlan & PolicyPlan;
  /** What the outputs of the plan are held against; nothing is known when absent. */
  facts?: OutputFacts;
  /** Makes this agent's calls about others; absent where there are none. */
  fleet?: FleetServer;
  /** The agent's copy of the repository, as we see it: paths are judged by where they lead in it. */
  workspace?: string;
  /** The pinned version; another one in the `init` event ends the run. */
  version: string;
  /** What strangers wrote of what the agent is given, in words. */
  taint?: readonly string[];
  /** The policy of this run; the plain one when absent. */
  policy?: PolicyJudge;
  /** Decides about each call; the policy when absent. */
  judge?: Judge;
  /** Aborted when the run is cancelled. */
  cancelled: AbortSignal;
  /** The CLI is told nothing before this has come: it may start while something it needs still does. */
  ready?: Promise<unknown>;
  /** Each ends the run with its reason, should it come to one. */
  alarms: readonly Promise<Refusal>[];
  /** Called for each event of the task's conversation, once the start-up check is over. */
  hear?: ((event: RunEvent) => void) | undefined;
  /** Called for each note, in order. A throw ends the run: what cannot be recorded does not happen. */
  onNote: (note: Note) => void;
};

/** A finished run as the supervisor saw it. */
export type Supervised = {
  exitCode: number | null;
  results: ResultEvent[];
  lastText: string;
  stopped: Refusal | null;
  cancelled: boolean;
  timedOut: boolean;
  /** What people without write access wrote of what the agent has read, in words. It only ever grows. */
  taint: readonly string[];
  /** As the CLI's stream tells of them, the start-up check apart. */
  calls: CallCounts;
  /** What the agent handed in and what was taken of it. */
  tray: Tray;
  stderrTail: string;
};

/** What is known while the CLI runs. */
export type State = Omit<Supervised, 'exitCode' | 'stderrTail'> & {
  init: InitEvent | null;
  /** The process is gone; nothing can stop it any more. */
  ended: boolean;
  /** Under way until the task is sent. */
  canary: CanaryPhase | null;
  burden: Burden;
  seen: Map<string, ToolCall>;
  /** By call: whether it was allowed. A call that was denied once stays denied. */
  asked: Map<string, boolean>;
  /** Calls of our own tools that were allowed and not made yet: the digest of their tool and input. */
  toServe: Map<string, string>;
};
