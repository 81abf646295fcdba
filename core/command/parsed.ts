import type { Limits } from '../profile/limits.ts';
import type { Refusal } from '../refusal.ts';

/** A comment's command, understood. Whether the agent exists is decided later, with the configuration. */
export type Parsed =
  /**
   * `from`: the id of the job whose result the agent is given; absent for none. `fresh`: a run is wanted, whatever was
   * answered before.
   */
  | { kind: 'run'; agent: string; limits: Limits; from?: string; fresh?: true; task: string }
  | { kind: 'help'; agent?: string }
  | { kind: 'list' }
  | { kind: 'explain'; agent: string }
  /** `job`: its id; null for the thread's. */
  | { kind: 'status' | 'cancel'; job: string | null }
  /** `head`: at the newest commit instead of the one that the job was for. */
  | { kind: 'retry'; job: string | null; head: boolean }
  /** `job`: the id of the one whose conversation goes on. */
  | { kind: 'continue'; job: string; limits: Limits; task: string }
  /** `digest`: the first digits of it, or all; `without`: numbers of the plan's parts that are left out. */
  | { kind: 'approve'; job: string; digest: string; without: number[] }
  | { kind: 'deny'; job: string; reason: string | null };

/** A comment that means to be a command but isn't a valid one. */
export type Misspelt = { kind: 'misspelt'; refusal: Refusal };
