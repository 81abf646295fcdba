import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';

import { git } from '../../edge/runner/git.ts';
import type { JobState, StepRun } from './job-state.ts';
import { WorkflowProblem } from './workflow-problem.ts';

/** Where an action is: its folder, the folder of its whole repository, and what `github` says of it. */
export type FoundAction = { folder: string; source?: string; github: Record<string, string> };

/**
 * Finds the folder that `uses:` means: `./path` in the workspace, `$/path` in the repository that the
 * calling file itself came from, `owner/name[/path]@ref` in the runner's table of actions.
 * Throws `WorkflowProblem` when there is none.
 */
export async function findAction(run: StepRun, uses: string): Promise<FoundAction> {
  const { job, frame } = run;
  if (uses.startsWith('./')) {
    return { folder: inside(job.machine.workspace, uses.slice(2), uses), github: NOT_FETCHED };
  }
  if (uses.startsWith('$/')) {
    const source = frame.source ?? (await ownRepository(job));
    const repository = frame.github['action_repository'] ?? '';
    return {
      folder: inside(source, uses.slice(2), uses),
      source,
      github: origin(job, repository, frame.github),
    };
  }
  const parts = /^([\w.-]+\/[\w.-]+)((?:\/[^@]+)?)@(.+)$/.exec(uses);
  if (!parts) throw new WorkflowProblem(`uses: '${uses}' is neither ./path, $/path nor owner/name@ref`);
  const [, name = '', path = '', ref = ''] = parts;
  const known = Object.hasOwn(job.run.settings.actions, name) ? job.run.settings.actions[name] : undefined;
  if (known === undefined) {
    throw new WorkflowProblem(
      `uses: the stand-in has no folder for '${name}'; name one in its table of actions`,
    );
  }
  const source = resolve(known);
  const github = { action_repository: name, action_ref: ref };
  return { folder: inside(source, path.replace(/^\//, ''), uses), source, github };
}

/** What `github` says of an action that the job has in its workspace. */
export const NOT_FETCHED = { action_repository: '', action_ref: '' };

function origin(job: JobState, repository: string, github: Record<string, string>): Record<string, string> {
  if (repository !== '') return { action_repository: repository, action_ref: github['action_ref'] ?? '' };
  const { owner, name, sha } = job.run.order.repository;
  return { action_repository: `${owner}/${name}`, action_ref: sha };
}

function inside(root: string, path: string, uses: string): string {
  const folder = resolve(root, path);
  if (folder !== root && !folder.startsWith(root + sep)) {
    throw new WorkflowProblem(`uses: '${uses}' points outside its repository`);
  }
  return folder;
}

/** The workflow's own repository at the run's commit, unpacked once per job beside the workspace. */
async function ownRepository(job: JobState): Promise<string> {
  const { owner, name, sha, gitDir } = job.run.order.repository;
  const folder = join(job.machine.actions, owner, name, sha);
  if (existsSync(folder)) return folder;
  mkdirSync(folder, { recursive: true });
  await git(
    [`--git-dir=${resolve(gitDir)}`, `--work-tree=${folder}`, 'checkout', '-f', sha, '--', '.'],
    folder,
  );
  return folder;
}
