import type { Withheld } from '../redact/gate.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { Posted, PostedKind } from './posted.ts';

/** Codes of why something was not posted. */
export const WITHHELD = 'withheld';
export const NOT_POSTED = 'not-posted';

/** That one output was not posted, and why. */
export function nothing(kind: PostedKind, why: Refusal): Posted {
  return { became: 'nothing', kind, why };
}

/** Why nothing is posted of a run that did not succeed. */
export function notDone(): Refusal {
  return refuse(
    NOT_POSTED,
    'What a run hands in is posted only when the run succeeds.',
    "It is in `result.json` in the run's artifact.",
  );
}

/** Why nothing is handed on to other agents where something else was not posted. */
export function notAll(): Refusal {
  return refuse(
    NOT_POSTED,
    'Other agents are started only when all that the run hands in was posted.',
    'See above what was not, and write the commands yourself.',
  );
}

/** Why nothing is posted where the gate withheld a part of it. */
export function kept({ kinds }: Withheld): Refusal {
  return refuse(
    WITHHELD,
    `It was withheld: something that was handed in holds a secret in a disguised form, or could not be checked (${kinds.join(', ')}).`,
    'Treat the secret as exposed to the agent and rotate it.',
  );
}
