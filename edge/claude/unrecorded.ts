import { refuse, type Refusal } from '../../core/refusal.ts';

/** What cannot be recorded must not happen. */
export function unrecorded(error: unknown): Refusal {
  return refuse(
    'record-failed',
    `The run's record could not be written: ${error instanceof Error ? error.message : String(error)}.`,
    'Look at what it names: a full disk of the runner, a secret that the agent has seen, or a task of more calls than one record holds.',
  );
}
