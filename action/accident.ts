import { Fault } from '../core/fault.ts';
import { refuse, type Refusal } from '../core/refusal.ts';

/** What the system says when there is no room left to write to. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT']);

/** What was thrown, as people are told of it: an accident with its remedy, a full disk, or a bug of ours. */
export function accident(error: unknown): Refusal {
  const room = noRoom(error);
  if (room !== null) {
    return refuse(
      'disk-full',
      `The disk of the runner is full: ${room.message}.`,
      'Free some space before this step, or use a runner with a larger disk.',
    );
  }
  if (error instanceof Fault) return refuse(error.code, error.message, error.remedy);
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return refuse(
    'bug',
    `agent-dispatch has a bug: ${what}`,
    'Please report it with this line and the version of the action.',
  );
}

function noRoom(error: unknown): Error | null {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (NO_ROOM.has((at as NodeJS.ErrnoException).code ?? '')) return at;
  }
  return null;
}
