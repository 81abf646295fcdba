import { cpSync, existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub } from '../../lab/github/server.ts';
import { packageRoot } from '../../lab/package-root.ts';
import { makeJobRunner, type JobOutcome } from '../../lab/runner/job-runner.ts';
import { networkSettings } from '../local/network-settings.ts';
import { toolCacheHere } from './tool-cache.ts';
import type { Snapshot } from './snapshot.ts';

/** One run of an agent, as the step of a job on the stand-in of GitHub's runner. */
export type OneJob = {
  /** A folder for everything that the job writes. */
  root: string;
  snapshot: Snapshot;
  agent: string;
  task: string;
  /** The operator's limits as YAML; empty for none. */
  operator: string;
  isPublic: boolean;
  model: { url: string; apiKey: string };
  signal: AbortSignal;
  onLog: (line: string) => void;
};

/** The agent's job of docs/examples/workflows/step.yml, with the words of the command line in it. */
const WORKFLOW = `
on: workflow_dispatch
permissions: {}
jobs:
  agent:
    runs-on: ubuntu-24.04
    permissions: { contents: read, pull-requests: read }
    steps:
      - uses: actions/checkout@v7
        with: { fetch-depth: 2, persist-credentials: false }
      - uses: agent-dispatch/agent-dispatch@v0.1.0
        with:
          agent: \${{ inputs.agent }}
          task: \${{ inputs.task }}
          operator: \${{ inputs.operator }}
          anthropic-api-key: \${{ secrets.ANTHROPIC_API_KEY }}
          anthropic-base-url: \${{ vars.ANTHROPIC_BASE_URL }}
`;

const OWNER = 'local';

/** Runs the job to its end. When the signal comes, the step is told so and given its time, as on GitHub. */
export async function runOneJob({ root, snapshot, model, isPublic, ...job }: OneJob): Promise<JobOutcome> {
  const github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
  try {
    github.createUser('you');
    const { gitDir, name, commit } = snapshot;
    const { id } = github.createRepository({ owner: OWNER, name, gitDir });
    const runJob = makeJobRunner({ root: join(root, 'runner'), toolCache: toolCacheHere(), keep: true });
    return await runJob({
      run: {
        id: 1,
        number: 1,
        attempt: 1,
        workflow: '.github/workflows/run.yml',
        event: 'workflow_dispatch',
      },
      workflowText: WORKFLOW,
      actor: 'you',
      inputs: { agent: job.agent, task: job.task, operator: job.operator },
      payload: { repository: { id, private: !isPublic } },
      repository: {
        id,
        owner: OWNER,
        name,
        gitDir,
        ref: 'refs/heads/main',
        sha: commit,
        defaultBranch: 'main',
      },
      urls: { server: github.url, api: github.api },
      secrets: { ANTHROPIC_API_KEY: model.apiKey },
      vars: { ANTHROPIC_BASE_URL: model.url },
      mintToken: (permissions) => github.mintJobToken(id, permissions),
      actions: { 'agent-dispatch/agent-dispatch': packageRoot },
      environment: networkSettings(),
      signal: job.signal,
      onLog: job.onLog,
    });
  } finally {
    await github.close();
  }
}

/** Copies what the step left into the folder of the run: result, record, summary, page, change. */
export function keepResult(root: string, folder: string): void {
  const left = globSync('runner/*/*/work/_temp/agent-dispatch-result-*', { cwd: root });
  for (const path of left.filter((one) => existsSync(join(root, one))))
    cpSync(join(root, path), folder, { recursive: true, dereference: false, verbatimSymlinks: true });
}
