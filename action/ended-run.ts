import type { Refusal } from '../core/refusal.ts';
import type { AuditLog } from '../edge/files/audit-log.ts';
import type { LockedSession } from '../edge/files/session-file.ts';
import type { ChangeFiles } from './hand-over-change.ts';
import type { FileToKeep } from './hand-over-files.ts';
import { accident } from './accident.ts';
import { CANCELLED } from './cancelled.ts';
import type { Recorder } from './record.ts';
import type { RunStory } from './result.ts';

/** The record of a run that has ended: what its report is withheld for still goes into it. */
export type RunRecord = Pick<Recorder, 'writeWithheld'> & Pick<AuditLog, 'head' | 'close'>;

/** How a run ended, and what is known about it by then. Whoever asked for it closes its record. */
export type EndedRun = Partial<RunStory> &
  Pick<RunStory, 'verdict'> & {
    record?: RunRecord;
    changeFiles?: ChangeFiles | null;
    sessionFile?: LockedSession | null;
    keptFiles?: readonly FileToKeep[];
  };

/** The end of a run that did not start. */
export function neverStarted(cause: Refusal): EndedRun {
  return { verdict: { outcome: cause.code === CANCELLED ? 'cancelled' : 'refused', cause, text: '' } };
}

/** An accident on the way still ends as a result, so that whoever waits for it hears of it. */
export function failedRun(error: unknown): EndedRun {
  return { verdict: { outcome: 'failed', cause: accident(error), text: '' } };
}
