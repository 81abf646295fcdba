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

/** Milliseconds that a cancelled preparation gets to clean up behind itself. */
const CLEAN_UP_MS = 2000;

/** Waits for preparation or for a cancellation, whichever comes first: a runner waits seconds, an install longer. */
export async function unlessCancelled<Value>(
  work: Promise<Value>,
  cancelled: AbortSignal,
): Promise<Value | Refusal> {
  const { promise: end, resolve } = Promise.withResolvers<Refusal>();
  const stop = () => {
    const leave = () => resolve(cancelledBeforeStart());
    setTimeout(leave, CLEAN_UP_MS);
    work.then(leave, leave);
  };
  if (cancelled.aborted) stop();
  else cancelled.addEventListener('abort', stop, { once: true });
  const done = work.catch((error: unknown) => {
    if (!cancelled.aborted) throw error;
    return end;
  });
  return Promise.race([end, done.then((value) => (cancelled.aborted ? end : value))]);
}
