import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { roleOf, type Role } from '../../core/authority/role.ts';
import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** A user's live role in a repository; null when they have none. `author_association` is never asked: it lies. */
export async function readRole(request: Request, name: RepositoryName, login: string): Promise<Role | null> {
  const data = await readOrNull(
    request,
    `read the role of ${login}`,
    'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    { ...name, username: login },
  );
  return data === null ? null : roleOf(data);
}

export type RepositoryFacts = {
  id: number;
  fullName: string;
  defaultBranch: string;
  archived: boolean;
  private: boolean;
};

/** The repository as it is now. */
export async function readRepository(request: Request, name: RepositoryName): Promise<RepositoryFacts> {
  const { data } = await call(request, 'read the repository', 'GET /repos/{owner}/{repo}', name);
  return {
    id: Number(data.id),
    fullName: String(data.full_name),
    defaultBranch: String(data.default_branch),
    archived: data.archived === true,
    private: data.private !== false,
  };
}

/** The commit a branch points to; null when there is no such branch (an empty repository). */
export async function readBranchHead(
  request: Request,
  name: RepositoryName,
  branch: string,
): Promise<string | null> {
  const data = await readOrNull(
    request,
    `read the branch ${branch}`,
    'GET /repos/{owner}/{repo}/branches/{branch}',
    { ...name, branch },
  );
  return data === null ? null : String(data.commit.sha);
}

export type FileFacts = { text: string; blobSha: string; commit: string };

/** One text file at one commit; null when it isn't there, a `Refusal` when it is not a readable file. */
export async function readFileAt(
  request: Request,
  name: RepositoryName,
  path: string,
  commit: string,
): Promise<FileFacts | Refusal | null> {
  const data = await readOrNull(request, `read ${path}`, 'GET /repos/{owner}/{repo}/contents/{path}', {
    ...name,
    path,
    ref: commit,
  });
  if (data === null) return null;
  if (Array.isArray(data) || data.type !== 'file') {
    const what = Array.isArray(data) ? 'a folder' : `a ${String(data.type)}`;
    return refuse('not-a-file', `\`${path}\` is ${what}.`, 'Make it a plain file.');
  }
  if (data.encoding !== 'base64') {
    return refuse('file-too-large', `\`${path}\` is ${String(data.size)} bytes long.`, 'Keep it below 1 MB.');
  }
  const text = decode(Buffer.from(String(data.content), 'base64'), path);
  return isRefusal(text) ? text : { text, blobSha: String(data.sha), commit };
}

export type IssueFacts = { open: boolean; locked: boolean; isPullRequest: boolean };

/** An issue or pull request as it is now; null when it is gone. */
export async function readIssue(
  request: Request,
  name: RepositoryName,
  number: number,
): Promise<IssueFacts | null> {
  const data = await readOrNull(
    request,
    `read #${number}`,
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    {
      ...name,
      issue_number: number,
    },
  );
  if (data === null) return null;
  return {
    open: data.state === 'open',
    locked: data.locked === true,
    isPullRequest: data.pull_request !== undefined && data.pull_request !== null,
  };
}

/** The commit at the head of a pull request, and whether it comes from another repository. */
export async function readPullHead(
  request: Request,
  name: RepositoryName,
  number: number,
): Promise<{ sha: string; fork: boolean }> {
  const { data } = await call(
    request,
    `read the pull request #${number}`,
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    { ...name, pull_number: number },
  );
  // A fork that was deleted has no repository any more.
  return { sha: String(data.head.sha), fork: data.head.repo?.id !== data.base.repo.id };
}

/** Whether the workflow file is known to GitHub, and whether somebody disabled it; null when it isn't there. */
export async function readWorkflow(
  request: Request,
  name: RepositoryName,
  file: string,
): Promise<{ active: boolean; state: string } | null> {
  const data = await readOrNull(
    request,
    `read the workflow ${file}`,
    'GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}',
    { ...name, workflow_id: file },
  );
  return data === null ? null : { active: data.state === 'active', state: String(data.state) };
}

export type RunFacts = {
  id: number;
  repositoryId: number;
  /** Path of its workflow file, without the ref. */
  path: string;
  event: string;
  attempt: number;
  status: string;
  conclusion: string | null;
  url: string;
};

/** A workflow run as it is now; null when it was deleted. */
export async function readRun(
  request: Request,
  name: RepositoryName,
  runId: number,
): Promise<RunFacts | null> {
  const data = await readOrNull(
    request,
    `read the run ${runId}`,
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}',
    {
      ...name,
      run_id: runId,
    },
  );
  return data === null ? null : runFacts(data, data.repository?.id);
}

/** The same facts out of a webhook's `workflow_run`, or of GitHub's answer. */
export function runFacts(run: Record<string, Json>, repositoryId: unknown): RunFacts {
  return {
    id: Number(run.id),
    repositoryId: Number(repositoryId),
    path: String(run.path).replace(/@.*$/s, ''),
    event: String(run.event),
    attempt: Number(run.run_attempt),
    status: String(run.status),
    conclusion: typeof run.conclusion === 'string' ? run.conclusion : null,
    url: String(run.html_url),
  };
}

async function readOrNull(
  request: Request,
  what: string,
  route: `GET /${string}`,
  params: Record<string, unknown>,
): Promise<Json> {
  try {
    return (await call(request, what, route, params)).data;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

function decode(bytes: Buffer, path: string): string | Refusal {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse('not-text', `\`${path}\` is not UTF-8 text.`, 'Save it as UTF-8.');
  }
}
