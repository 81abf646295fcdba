import { join } from 'node:path';
import { configPath } from '../../core/config/path.ts';
import { isRefusal } from '../../core/refusal.ts';
import { call, statusOf } from '../../edge/github/call.ts';
import { readFileAt, readBranchHead, readRepository, readWorkflow } from '../../edge/github/read.ts';
import type { RepositoryName, Request } from '../../edge/github/request.ts';
import { tryGit } from '../../edge/runner/git.ts';
import { textAt, WORKFLOWS, type Way } from '../init/wanted-files.ts';
import { fail, failedBy, ok, refused, warn, type Finding } from './finding.ts';

/** The repository on GitHub that a checkout is of, by its remote `origin`; null where that says none. */
export async function originOf(top: string): Promise<RepositoryName | null> {
  const { code, stdout } = await tryGit(['config', '--get', 'remote.origin.url'], top);
  const [, owner, repo] = /[/:]([\w.-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(stdout.trim()) ?? [];
  return code === 0 && owner !== undefined && repo !== undefined ? { owner, repo } : null;
}

/** What a token sees of the repository, and what it may do there. */
export async function onGitHub(request: Request, name: RepositoryName, top: string): Promise<Finding[]> {
  try {
    const { headers } = await call(request, 'read the repository', 'GET /repos/{owner}/{repo}', name);
    const { defaultBranch } = await readRepository(request, name);
    const head = await readBranchHead(request, name, defaultBranch);
    const scopes = scopesOf(headers['x-oauth-scopes']);
    if (head === null)
      return [scopes, fail('branch', `${defaultBranch} has no commit.`, 'Push a first commit.')];
    return [
      scopes,
      await configThere(request, name, { top, defaultBranch, head }),
      ...(await workflowThere(request, name, top)),
    ];
  } catch (error) {
    const isRefused = [401, 403, 404].includes(statusOf(error) ?? 0);
    const found = failedBy('token', error);
    const mend = `Check GITHUB_TOKEN: it may have expired, or may not read ${name.owner}/${name.repo}.`;
    return [isRefused ? { ...found, mend } : found];
  }
}

/** What GitHub says of the scopes of a token. Only classic tokens have them. */
export function scopesOf(header: unknown): Finding {
  if (typeof header !== 'string')
    return ok('token', 'the token reads the repository; GitHub tells no scopes of it');
  const scopes = header
    .split(',')
    .map((scope) => scope.trim())
    .filter((scope) => scope !== '');
  const broad = scopes.filter((scope) => !/^(read:|public_repo$|repo:status$)/.test(scope));
  if (broad.length === 0) return ok('token', `a classic token with ${scopes.join(', ') || 'no scope'}`);
  return warn(
    'token',
    `a classic token with ${broad.join(', ')}: it may do more than read.`,
    'Use a fine-grained token with contents: read and actions: read of this repository alone.',
  );
}

type Branch = { top: string; defaultBranch: string; head: string };

async function configThere(
  request: Request,
  name: RepositoryName,
  { top, defaultBranch, head }: Branch,
): Promise<Finding> {
  const file = await readFileAt(request, name, configPath, head);
  if (isRefusal(file)) return refused('branch', file);
  if (file === null)
    return warn(
      'branch',
      `${configPath} is not on ${defaultBranch} yet.`,
      'Commit and push it: no other branch counts.',
    );
  if (file.text === textAt(join(top, configPath)))
    return ok('branch', `${configPath} is the same on ${defaultBranch}`);
  return warn(
    'branch',
    `${configPath} says something else on ${defaultBranch}, and that one counts.`,
    'Push your changes, or pull those of others.',
  );
}

async function workflowThere(request: Request, name: RepositoryName, top: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const way of Object.keys(WORKFLOWS) as Way[]) {
    const { path } = WORKFLOWS[way];
    if (textAt(join(top, path)) === null) continue;
    const found = await readWorkflow(request, name, path.split('/').at(-1) ?? '');
    if (found === null)
      findings.push(
        warn('actions', `GitHub knows no workflow ${path} yet.`, 'Commit and push it to the default branch.'),
      );
    else if (found.active) findings.push(ok('actions', `${path} is active`));
    else
      findings.push(
        fail(
          'actions',
          `${path} is not active (${found.state}).`,
          'Enable it on the page Actions of the repository.',
        ),
      );
  }
  return findings;
}
