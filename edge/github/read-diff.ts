import { call, statusOf } from './call.ts';
import { readPull } from './pulls.ts';
import type { RepositoryName, Request } from './request.ts';

/** Characters of a diff that is read; GitHub makes none of more than a few megabytes. */
const LONGEST = 20_000_000;

/**
 * The change between where two commits parted and the second one, as a unified diff: what GitHub shows of a pull
 * request, and what places of review comments are held against. Null when GitHub makes none (a commit is gone, the
 * change is too large).
 */
export async function readDiff(
  request: Request,
  name: RepositoryName,
  { base, head }: { base: string; head: string },
): Promise<string | null> {
  try {
    const { data } = await call(
      request,
      `read the changes from ${base} to ${head}`,
      'GET /repos/{owner}/{repo}/compare/{basehead}',
      { ...name, basehead: `${base}...${head}`, mediaType: { format: 'diff' } },
    );
    return typeof data === 'string' && data.length <= LONGEST ? data : null;
  } catch (error) {
    if ([404, 406, 422].includes(statusOf(error) ?? 0)) return null;
    throw error;
  }
}

/** The change that a pull request made up to a commit of it; null when there is no such pull request, or no diff. */
export async function readPullDiff(
  request: Request,
  name: RepositoryName,
  number: number,
  head: string,
): Promise<string | null> {
  const pull = await readPull(request, name, number);
  return pull === null ? null : readDiff(request, name, { base: pull.baseSha, head });
}
