import { refuse, type Refusal } from '../core/refusal.ts';

/** The code of a run that was called off; its outcome is `cancelled`, not `refused`. */
export const CANCELLED = 'cancelled';

/** The end of a run that was called off before its agent began. */
export function cancelledBeforeStart(): Refusal {
  return refuse(
    CANCELLED,
    'The run was cancelled before the agent started.',
    'Dispatch it again when it is wanted.',
  );
}
