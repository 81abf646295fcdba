import { listFiles, textsOf, type Change } from '../core/output/patch/change.ts';
import { counted } from '../core/output/amounts.ts';
import { patchLimits } from '../core/output/patch/patch-limits.ts';
import { mayWrite } from '../core/policy/may-write.ts';
import { counts, isWithheld, type Outbound, type Withheld } from '../core/redact/gate.ts';
import { isUntouched } from '../core/redact/rules.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { collectChange, type Collected } from './collect-change.ts';
import type { CagedJob } from './caged-job.ts';
import type { Desk } from './desk.ts';
import type { Machine } from './machine.ts';
import { nothingOf } from './nothing-of.ts';
import type { Prepared } from './prepare.ts';

/** The files of a change beside the result. `patch`: null where it shows what must not be shown. */
export type ChangeFiles = { json: Outbound; patch: Outbound | null };

/** What of a change leaves the job. */
export type HandedOver = { change: Change | null; changeFiles: ChangeFiles | null };

/** What reads a change out of the agent's copy; undefined where its profile has no output `patch`. */
export function collector(
  { plan, headSha }: Prepared,
  { workspace: checkout, temp }: Pick<Machine, 'workspace' | 'temp'>,
  cancelled: AbortSignal,
): CagedJob['collect'] {
  const limits = patchLimits(plan.outputs);
  if (limits === null) return undefined;
  const writable = (path: string) => mayWrite(plan, path);
  return (copy) =>
    collectChange({ copy, checkout, headSha, except: [temp], temp, limits, mayWrite: writable, cancelled });
}

/**
 * Passes a change through the gate. A text of which something would be masked is another one than the agent wrote:
 * then nothing of the change leaves.
 */
export function handOverChange(found: Collected | Refusal | null, desk: Desk): HandedOver {
  if (found === null) return { change: null, changeFiles: null };
  if (isRefusal(found)) return none(found, desk);
  const json = desk.pass(textsOf(found.files), 'artifact', { field: 'changes.json' });
  if (isWithheld(json) || !isUntouched(json)) return none(kept(json), desk);
  const patch = desk.pass(found.patch, 'artifact', { field: 'changes.patch' });
  if (isWithheld(patch)) return none(kept(patch), desk);
  const isShown = isUntouched(patch);
  if (!isShown)
    desk.say(
      'changes.patch is left out: lines that the change deletes, or those around it, look like a secret',
    );
  desk.say(`patch: ${counted(found.files.length, 'file')}`);
  const change: Change = { became: 'made', base: found.base, files: listFiles(found.files, sha256) };
  return { change, changeFiles: { json, patch: isShown ? patch : null } };
}

function none(refusal: Refusal, desk: Desk): HandedOver {
  return { change: nothingOf('patch', refusal, desk), changeFiles: null };
}

function kept(text: Outbound | Withheld): Refusal {
  const kinds = isWithheld(text) ? text.kinds : Object.keys(counts(text));
  return refuse(
    'patch-withheld',
    `The patch was withheld: a file of it holds a secret, or what looks like one (${kinds.join(', ').slice(0, 500)}).`,
    'Rotate it if it is one. If it is none, allow it by its digest under `redact` in the configuration.',
  );
}
