import { counted } from '../core/output/amounts.ts';
import { fileLimits } from '../core/output/keep/file-limits.ts';
import type { Kept, KeptFile } from '../core/output/keep/kept.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isWithheld, maskedIn, type Outbound } from '../core/redact/gate.ts';
import { isUntouched } from '../core/redact/rules.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { factsOfKept } from '../edge/files/kept-files.ts';
import type { CagedJob } from './caged-job.ts';
import { collectFiles, type CollectedFile } from './collect-files.ts';
import type { Desk } from './desk.ts';
import { fileLooker } from './file-looker.ts';
import { nothingOf } from './nothing-of.ts';

/** A file on its way to the artifact. `isText`: false where each character stands for a byte. */
export type FileToKeep = { name: string; content: Outbound; isText: boolean };

/** What of the files that an agent wanted to keep leaves the job. */
export type HandedFiles = { kept: Kept | null; keptFiles: readonly FileToKeep[] };

/** What reads files out of the agent's copy; undefined where its profile has no output `artifact`. */
export function keeper(plan: Plan): CagedJob['keep'] {
  const limits = fileLimits(plan.outputs);
  if (limits === null) return undefined;
  return (copy, files) => collectFiles({ copy, files, limits, lookAt: fileLooker(plan, copy) });
}

/**
 * Passes files through the gate, each as a whole. In text a secret is masked; a file that is not text, and of which
 * something would be, does not leave. All of them leave or none.
 */
export function handOverFiles(found: CollectedFile[] | Refusal | null, desk: Desk): HandedFiles {
  if (found === null) return { kept: null, keptFiles: [] };
  if (isRefusal(found)) return none(found, desk);
  const keptFiles: FileToKeep[] = [];
  const listed: KeptFile[] = [];
  for (const { name, text, isText } of found) {
    const content = desk.pass(text, 'artifact', { field: `files/${name}` });
    if (isWithheld(content)) return none(kept(name, content.kinds), desk);
    const masked = maskedIn(content);
    if (!isText && !isUntouched(content))
      return none(
        kept(
          name,
          masked.map(({ kind }) => kind),
        ),
        desk,
      );
    const file = { name, content, isText };
    const count = masked.reduce((sum, one) => sum + one.count, 0);
    keptFiles.push(file);
    listed.push({ name, ...factsOfKept(file), ...(count === 0 ? {} : { masked: count }) });
  }
  desk.say(`artifact: ${counted(listed.length, 'file')}`);
  return { kept: { became: 'kept', files: listed }, keptFiles };
}

function none(refusal: Refusal, desk: Desk): HandedFiles {
  return { kept: nothingOf('artifact', refusal, desk), keptFiles: [] };
}

function kept(name: string, kinds: readonly string[]): Refusal {
  return refuse(
    'files-withheld',
    `The files were withheld: ${name} holds a secret, or what looks like one (${kinds.join(', ').slice(0, 500)}).`,
    'Rotate it if it is one. If it is none, allow it by its digest under `redact` in the configuration.',
  );
}
