import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';

import { git, tryGit } from '../../edge/runner/git.ts';
import { flag, onlyInputs } from './built-in-inputs.ts';
import type { Status } from './expression.ts';
import type { JobState, StepRun } from './job-state.ts';
import { unsupported, WorkflowProblem } from './workflow-problem.ts';

const INPUTS = [
  'repository',
  'ref',
  'token',
  'persist-credentials',
  'path',
  'clean',
  'fetch-depth',
  'fetch-tags',
  'show-progress',
  'set-safe-directory',
];

/**
 * actions/checkout: a fresh clone of the run's repository in the workspace. With credentials kept (the
 * default), the token is where the real action leaves it until the end of the job: in `.git/config` up to
 * v5; from v6 on, and for a pinned commit, in a file in RUNNER_TEMP that `.git/config` includes.
 */
export async function checkout(run: StepRun, inputs: Map<string, string>, version: string): Promise<Status> {
  const { job } = run;
  onlyInputs('actions/checkout', inputs, INPUTS);
  const { owner, name } = job.run.order.repository;
  const repository = inputs.get('repository') || `${owner}/${name}`;
  if (repository.toLowerCase() !== `${owner}/${name}`.toLowerCase()) {
    throw unsupported(`checking out another repository ('${repository}')`, 'actions/checkout');
  }
  const folder = resolve(job.machine.workspace, inputs.get('path') ?? '');
  if (folder !== job.machine.workspace && !folder.startsWith(job.machine.workspace + sep)) {
    throw new WorkflowProblem(`the path '${inputs.get('path')}' is not under '${job.machine.workspace}'`);
  }
  mkdirSync(folder, { recursive: true });
  for (const entry of readdirSync(folder)) rmSync(join(folder, entry), { recursive: true, force: true });
  const commit = await clone(job, folder, inputs);
  run.outputs.set('commit', commit);
  run.outputs.set('ref', inputs.get('ref') || job.run.order.repository.ref);
  const token = inputs.get('token') || job.token;
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64');
  job.masker.add(basic);
  if (flag(inputs, 'persist-credentials', true)) await persist(run, folder, basic, version);
  job.log(`HEAD is now at ${commit}`);
  return 'success';
}

async function clone(job: JobState, folder: string, inputs: Map<string, string>): Promise<string> {
  const { repository: own, urls } = job.run.order;
  const depth = Number(inputs.get('fetch-depth') || '1');
  if (!Number.isInteger(depth) || depth < 0)
    throw new WorkflowProblem("the input 'fetch-depth' must be a number");
  const asked = inputs.get('ref') || '';
  const target = await resolveRef(resolve(own.gitDir), asked || own.ref, asked === '' ? own.sha : '');
  await git(['init', '--quiet', '--initial-branch', own.defaultBranch], folder);
  await git(['remote', 'add', 'origin', `${urls.server}/${own.owner}/${own.name}`], folder);
  await git(['config', '--local', 'gc.auto', '0'], folder);
  const from = `file://${resolve(own.gitDir)}`;
  const fetch = (...what: string[]) => git(['fetch', '--quiet', '--no-tags', '--prune', ...what], folder);
  const tags = '+refs/tags/*:refs/tags/*';
  if (depth === 0) await fetch(from, '+refs/heads/*:refs/remotes/origin/*', tags);
  else if (flag(inputs, 'fetch-tags', false)) await fetch(`--depth=${depth}`, from, tags);
  const spec = target.remote === undefined ? target.commit : `+${target.commit}:${target.remote}`;
  await fetch(...(depth === 0 ? [] : [`--depth=${depth}`]), from, spec);
  const start = target.remote ?? target.commit;
  const branch = target.branch;
  const how = branch === undefined ? ['--detach', start] : ['-B', branch, start];
  await git(['checkout', '--quiet', '--force', ...how], folder);
  return git(['rev-parse', 'HEAD'], folder);
}

type Target = { commit: string; remote?: string; branch?: string };

/** What to fetch and how to check it out, by the real action's rules. */
async function resolveRef(gitDir: string, ref: string, commit: string): Promise<Target> {
  if (/^[0-9a-fA-F]{40}$/.test(ref)) return { commit: ref.toLowerCase() };
  const find = async (full: string): Promise<string | undefined> => {
    const found = await tryGit(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${full}^{commit}`],
      gitDir,
    );
    return found.code === 0 ? found.stdout.trim() : undefined;
  };
  const candidates = ref.startsWith('refs/') ? [ref] : [`refs/heads/${ref}`, `refs/tags/${ref}`];
  for (const full of candidates) {
    const found = commit || (await find(full));
    if (found) return targetOf(full, found);
  }
  throw new WorkflowProblem(`A branch or tag with the name '${ref}' could not be found`);
}

function targetOf(full: string, commit: string): Target {
  const branch = /^refs\/heads\/(.+)$/.exec(full)?.[1];
  if (branch !== undefined) return { commit, remote: `refs/remotes/origin/${branch}`, branch };
  const pull = /^refs\/pull\/(.+)$/.exec(full)?.[1];
  if (pull !== undefined) return { commit, remote: `refs/remotes/pull/${pull}` };
  return full.startsWith('refs/tags/') ? { commit, remote: full } : { commit };
}

async function persist(run: StepRun, folder: string, basic: string, version: string): Promise<void> {
  const { job, frame, step } = run;
  const key = `http.${new URL(job.run.order.urls.server).origin}/.extraheader`;
  const value = `AUTHORIZATION: basic ${basic}`;
  const gitDir = join(folder, '.git');
  const inRepository = /^v[1-5](\.|$)/.test(version);
  const file = join(job.machine.temp, `git-credentials-${randomUUID()}.config`);
  if (inRepository) await git(['config', '--local', key, value], folder);
  else {
    await git(['config', '--file', file, key, value], folder);
    await git(['config', '--local', `includeIf.gitdir:${gitDir}.path`, file], folder);
    const inContainer = join('/github/workspace', relative(job.machine.workspace, gitDir));
    const fileInContainer = `/github/runner_temp/${file.split('/').at(-1) ?? ''}`;
    await git(['config', '--local', `includeIf.gitdir:${inContainer}.path`, fileInContainer], folder);
  }
  const forget = async (): Promise<Status> => {
    rmSync(file, { force: true });
    for (const name of [key, `includeIf.gitdir:${gitDir}.path`]) {
      await tryGit(['config', '--local', '--unset-all', name], folder);
    }
    return 'success';
  };
  job.posts.push({ title: `Post ${run.title}`, condition: 'always()', step, frame, run: forget });
}
