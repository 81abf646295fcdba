import type { ActorEnd } from '../../core/fleet/actor-end.ts';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import type { Plan } from '../../core/profile/plan.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Mailbox } from './mailbox.ts';

/** An agent as it stands in the configuration, with its instructions read. */
export type Profile = { plan: Plan; systemPrompt: string };

/** What somebody is told beside its task, where our own code and no agent has it started. */
export type Brief = {
  /** Its instructions, in the place of those of its profile. */
  systemPrompt: string;
  /** What its profile gives it, and what others wrote: data between two lines; null for nothing. */
  given: string | null;
  /** The last commit as `git show` prints it. */
  lastCommit: string | null;
};

/** A worker that was admitted, as it is to be started. */
export type Hire = Profile & {
  actor: ActorId;
  parent: ActorId;
  task: string;
  brief?: Brief;
  /** The plans of those above it, nearest first: what none of them may do it may not. */
  leads: readonly Plan[];
  /** What strangers' text its lead had read when it was started, in words. */
  taint: readonly string[];
  cancelled: AbortSignal;
};

/** How a worker ended, and what it came to. What it wrote is data for its lead. */
export type WorkerEnd = {
  end: ActorEnd;
  /** Why it did not finish; absent where it did, and where it was ended before it began. */
  cause?: Refusal | null;
  text: string;
  taint: readonly string[];
  /** With all below it, in micro-dollars; as the broker metered it. */
  costMicroUsd: number;
  turns: number | null;
  tokens: { input: number; output: number };
  calls: { allowed: number; refused: number };
};

/** The end of a worker that never came to work. */
export function endedUnstarted(end: ActorEnd): WorkerEnd {
  return {
    end,
    text: '',
    taint: [],
    costMicroUsd: 0,
    turns: null,
    tokens: { input: 0, output: 0 },
    calls: { allowed: 0, refused: 0 },
  };
}

/** One member of the fleet while the run goes. */
export type Colleague = {
  readonly actor: ActorId;
  readonly plan: Plan;
  /** Null for the lead of the run, whom nobody in it has started. */
  readonly hire: Hire | null;
  readonly mailbox: Mailbox;
  /** Ends it. */
  readonly stop: AbortController;
  /** Resolves when it has ended and nothing of it is left. */
  readonly gone: PromiseWithResolvers<void>;
  end: WorkerEnd | null;
  /** Its lead knows of its end. */
  isTold: boolean;
  /** Unix times in milliseconds; null while they have not come. */
  beganAt: number | null;
  endedAt: number | null;
};
