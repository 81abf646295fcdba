import { refuse, type Refusal } from '../../refusal.ts';
import type { PlannedOutput } from '../planned.ts';
import { unfit } from '../recheck.ts';
import type { Result } from '../result.ts';
import { fileLimits } from './file-limits.ts';
import { sizeProblem } from './judge-sizes.ts';
import { otherFiles, type FoundFiles, type Kept, type KeptFile } from './kept.ts';

/** Of a run: the files that lie in its artifact, why there are none, or null where none was asked for. */
export type CheckedFiles = readonly KeptFile[] | Refusal | null;

/**
 * Holds the files that were found in the artifact of a run against what its result lists, and that against what was
 * handed in. Returns them in `files`, or why nothing of the whole result counts. `outputs` were checked before.
 */
export function recheckFiles(
  { outputs = [], kept }: Pick<Result, 'outputs' | 'kept'>,
  planned: readonly PlannedOutput[] | undefined,
  found: FoundFiles,
): { files: CheckedFiles } | Refusal {
  const listed = kept?.became === 'kept' ? kept.files : [];
  const other = otherFiles(listed, found);
  if (other !== null) return unfit('artifact', other);
  const item = outputs.find(({ kind }) => kind === 'artifact');
  const limits = fileLimits(planned);
  if (item?.kind !== 'artifact' || limits === null)
    return kept === undefined ? { files: null } : unfit('artifact', 'no such output was handed in');
  if (kept === undefined) return { files: missingFiles() };
  if (kept.became === 'none') return { files: whyNone(kept) };
  const names = item.files.map(({ name }) => name);
  if (names.join('/') !== listed.map(({ name }) => name).join('/'))
    return unfit('artifact', 'other files were handed in than were kept');
  // A mask may be longer than what it stands for: such a file is held against the limits by its action alone.
  const plain = listed.filter(({ masked }) => masked === undefined);
  const large = sizeProblem(plain, limits);
  return large === null ? { files: listed } : unfit('artifact', large);
}

/** What the action calls it; one that it does not know is none of ours. */
function whyNone({ code, because, remedy }: Extract<Kept, { became: 'none' }>): Refusal {
  return refuse(code === 'files-withheld' ? code : 'files-refused', because, remedy);
}

/** Why no file is there where the agent asked for it and nothing was found. */
export function missingFiles(): Refusal {
  return refuse(
    'files-missing',
    'The run asked for files to be kept and left none.',
    'Use one version of the action and the app, and write the command again.',
  );
}
