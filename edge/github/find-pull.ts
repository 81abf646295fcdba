import { call } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** The pull request of a branch of this repository that a bot opened and `isIt` recognises by its text, open or not; else null. */
export async function findPull(
  request: Request,
  name: RepositoryName,
  branch: string,
  isIt: (body: string) => boolean,
): Promise<{ id: number; url: string } | null> {
  const { data } = await call(
    request,
    `look for the pull request of ${branch}`,
    'GET /repos/{owner}/{repo}/pulls',
    {
      ...name,
      head: `${name.owner}:${branch}`,
      state: 'all',
      per_page: 100,
    },
  );
  const ours = (data as Record<string, Json>[]).find(
    (pull) => pull.user?.type === 'Bot' && pull.head?.ref === branch && isIt(String(pull.body ?? '')),
  );
  return ours ? { id: Number(ours.number), url: String(ours.html_url) } : null;
}

/** The branch that a pull request comes from, and whether that is one of another repository. */
export async function readPullBranch(
  request: Request,
  name: RepositoryName,
  number: number,
): Promise<{ branch: string; fork: boolean }> {
  const { data } = await call(
    request,
    `read the pull request #${number}`,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    { ...name, pull_number: number },
  );
  return { branch: String(data.head.ref), fork: data.head.repo?.id !== data.base.repo.id };
}
