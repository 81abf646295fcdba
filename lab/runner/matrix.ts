import { unsupported, WorkflowProblem } from './workflow-problem.ts';
import { asList, asMapping, onlyKeys, type Mapping } from './yaml-shape.ts';

/** GitHub starts no more jobs of one matrix. */
const MOST = 256;

/** The combinations of `strategy.matrix`, in the order in which GitHub makes them; one without values where there is none. */
export function readMatrix(strategy: unknown, where: string): Record<string, string>[] {
  if (strategy === undefined) return [{}];
  const written = asMapping(strategy, where);
  onlyKeys(written, ['matrix', 'fail-fast', 'max-parallel'], where);
  const axes = asMapping(written['matrix'], `${where}.matrix`);
  for (const key of ['include', 'exclude']) if (key in axes) throw unsupported(`'matrix.${key}'`, where);
  const made = Object.entries(axes).reduce<Record<string, string>[]>(
    (before, [axis, values]) => {
      const list = asList(values, `${where}.matrix.${axis}`);
      return before.flatMap((one) => list.map((value) => ({ ...one, [axis]: value })));
    },
    [{}],
  );
  if (made.length === 0 || made.length > MOST)
    throw new WorkflowProblem(`${where}: a matrix makes 1 to ${MOST} jobs, and this one ${made.length}`);
  return made;
}

/**
 * The jobs with each matrix in the place of what it makes. Whatever needs one of a matrix waits for all that it makes;
 * what these come to, `needs.ID`, is not told.
 */
export function spread<Job extends { id: string; needs: string[]; matrix: Record<string, string> }>(
  jobs: readonly { job: Job; all: Record<string, string>[] }[],
  written: Mapping,
): Job[] {
  const ids = new Map(
    jobs.map(({ job: { id }, all }) => [id, all.length === 1 ? [id] : all.map((_, at) => `${id}-${at + 1}`)]),
  );
  for (const [id, made] of ids)
    if (made.length > 1 && JSON.stringify(written).includes(`needs.${id}.`))
      throw unsupported(`'needs.${id}' of a matrix`, id);
  return jobs.flatMap(({ job, all }) =>
    all.map((matrix, at) => ({
      ...job,
      matrix,
      id: ids.get(job.id)?.[at] ?? job.id,
      needs: job.needs.flatMap((need) => ids.get(need) ?? [need]),
    })),
  );
}
