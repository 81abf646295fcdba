import { fileLimits } from '../core/output/keep/file-limits.ts';
import { sizeProblem } from '../core/output/keep/judge-sizes.ts';
import { otherFiles, type FoundFiles, type Kept, type KeptFile } from '../core/output/keep/kept.ts';
import { unfit } from '../core/output/recheck.ts';
import type { Result } from '../core/output/result.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';
import { planOfJob } from './check-outputs.ts';

/** Of a job's run: the files that lie in its artifact, why there are none, or null where none was asked for. */
export type CheckedFiles = readonly KeptFile[] | Refusal | null;

/**
 * Holds the files that were found in the artifact of a run against what its result lists, and that against what was
 * handed in, under the plan that is read here. Returns them in `files`, or why nothing of the whole result counts.
 * `outputs` of the result were checked before. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkFiles(
  request: Request,
  name: RepositoryName,
  job: Pick<Job, 'agent' | 'configBlob' | 'configCommit'>,
  result: Result,
  found: FoundFiles,
): Promise<{ files: CheckedFiles } | Refusal> {
  const isAsked = result.outputs?.some(({ kind }) => kind === 'artifact') ?? false;
  if (!isAsked && result.kept === undefined && found.size === 0) return { files: null };
  const plan = await planOfJob(request, name, job);
  return isRefusal(plan) ? plan : judged(result, plan, found);
}

function judged(
  { outputs = [], kept }: Result,
  { outputs: planned }: Plan,
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
