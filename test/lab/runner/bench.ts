import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { git } from '../../../edge/runner/git.ts';
import type { JobOrder, JobOutcome, Permissions } from '../../../lab/runner/job-order.ts';
import { type JobRunnerOptions, makeJobRunner } from '../../../lab/runner/job-runner.ts';

export const TOKEN = 'dummy-job-token-0123456789';

export type Bench = {
  folder: string;
  gitDir: string;
  sha: string;
  /** What mintToken was asked for, job by job. */
  minted: Permissions[];
  run: (
    workflow: string,
    order?: Partial<JobOrder>,
    options?: Partial<JobRunnerOptions>,
  ) => Promise<JobOutcome>;
  /** Puts an action's files under `actions` and returns its folder. */
  action: (name: string, files: Record<string, string>) => string;
  close: () => void;
};

/** A bare repository with two commits on main, a branch and a pull request head, and a quick runner. */
export async function makeBench(): Promise<Bench> {
  const folder = mkdtempSync(join(tmpdir(), 'job-runner-'));
  const { gitDir, sha } = await makeRepository(folder);
  const minted: Permissions[] = [];
  const write = (base: string, files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(base, path)), { recursive: true });
      writeFileSync(join(base, path), text);
    }
    return base;
  };
  const order = (workflowText: string): JobOrder => ({
    run: {
      id: 77,
      number: 3,
      attempt: 1,
      workflow: '.github/workflows/test.yml',
      event: 'workflow_dispatch',
    },
    workflowText,
    actor: 'ada',
    inputs: {},
    payload: { sender: { id: 5 }, text: 'from the event' },
    repository: {
      id: 42,
      owner: 'acme',
      name: 'shop',
      gitDir,
      ref: 'refs/heads/main',
      sha,
      defaultBranch: 'main',
    },
    urls: { server: 'http://127.0.0.1:9', api: 'http://127.0.0.1:9/api/v3' },
    secrets: { API_KEY: 'dummy-secret-value-1', MULTI: 'dummy-first-line\ndummy-second-line' },
    vars: { COLOUR: 'blue' },
    mintToken: (permissions) => {
      minted.push(permissions);
      return TOKEN;
    },
    actions: {},
    signal: new AbortController().signal,
  });
  return {
    folder,
    gitDir,
    sha,
    minted,
    action: (name, files) => write(join(folder, 'actions', name), files),
    run: (workflow, changes, options) => {
      const delays = { interrupt: 400, terminate: 200, streams: 300 };
      return makeJobRunner({ root: join(folder, 'runner'), delays, ...options })({
        ...order(workflow),
        ...changes,
      });
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function makeRepository(folder: string): Promise<{ gitDir: string; sha: string }> {
  const tree = join(folder, 'tree');
  mkdirSync(join(tree, 'nested', 'inner'), { recursive: true });
  await git(['init', '--quiet', '--initial-branch', 'main'], tree);
  const as = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.invalid'];
  const commit = async (text: string) => {
    writeFileSync(join(tree, 'file.txt'), text);
    await git(['add', '.'], tree);
    await git([...as, 'commit', '--quiet', '-m', text], tree);
    return git(['rev-parse', 'HEAD'], tree);
  };
  writeFileSync(
    join(tree, 'nested', 'inner', 'action.yml'),
    'name: inner\nruns:\n  using: composite\n  steps:\n    - {run: echo inner from the repository, shell: bash}\n',
  );
  await commit('first');
  const sha = await commit('second');
  const pull = await commit('from the pull request');
  await git(['update-ref', 'refs/pull/7/head', pull], tree);
  await git(['update-ref', 'refs/heads/feature', pull], tree);
  await git(['reset', '--quiet', '--hard', sha], tree);
  const gitDir = join(folder, 'shop.git');
  await git(['clone', '--quiet', '--mirror', tree, gitDir], folder);
  return { gitDir, sha };
}

/** The steps as the only job of a workflow. */
export function oneJob(steps: string, more = ''): string {
  const indented = steps
    .trim()
    .split('\n')
    .map((line) => `      ${line}`)
    .join('\n');
  return `on: workflow_dispatch\njobs:\n  main:\n    runs-on: ubuntu-24.04\n${more}    steps:\n${indented}\n`;
}
