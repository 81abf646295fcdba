import { Fault } from '../core/fault.ts';
import { readPullBranch } from '../edge/github/find-pull.ts';
import { readMergeBase } from '../edge/github/pulls.ts';
import { readIssue, readRepository } from '../edge/github/read.ts';
import { readBranchCommit } from '../edge/github/trees.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job } from '../edge/store/job.ts';

/**
 * The branch that a job's change is proposed to: of a pull request the one that it comes from, else the default one. It
 * still has to hold the commit that the agent worked on, or the proposal would bring back what was taken out of it.
 * Throws `Fault`, also where there is no such branch.
 */
export async function branchToChange(
  request: Request,
  name: RepositoryName,
  job: Pick<Job, 'issueNumber' | 'headSha'>,
): Promise<string> {
  const branch = await branchOfThread(request, name, job.issueNumber);
  const head = await readBranchCommit(request, name, branch);
  if (head === null)
    throw refused(`The branch \`${branch}\` is gone.`, 'Dispatch the agent where its change is wanted.');
  if (head === job.headSha || (await readMergeBase(request, name, head, job.headSha)) === job.headSha)
    return branch;
  throw refused(
    `The branch \`${branch}\` no longer holds the commit ${job.headSha.slice(0, 12)} that the agent worked on.`,
    'Write the command again; the agent then works on the newest commit.',
  );
}

async function branchOfThread(request: Request, name: RepositoryName, number: number): Promise<string> {
  const issue = await readIssue(request, name, number);
  if (issue === null) throw refused(`#${number} is gone.`, 'Write the command elsewhere.');
  if (!issue.isPullRequest) return (await readRepository(request, name)).defaultBranch;
  const { branch, fork } = await readPullBranch(request, name, number);
  if (!fork) return branch;
  throw refused(
    'The pull request comes from a fork, and nothing is pushed to forks.',
    "The change lies in the run's artifact as `changes.patch`: its author can apply it with `git apply`.",
  );
}

function refused(because: string, remedy: string): Fault {
  return new Fault('github-refused', because, remedy);
}
