import { cpSync, existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub } from '../../lab/github/server.ts';
import { packageRoot } from '../../lab/package-root.ts';
import { makeJobRunner, type JobOutcome } from '../../lab/runner/job-runner.ts';
import { networkSettings } from '../local/network-settings.ts';
import { commentTicket } from './comment-ticket.ts';
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
  /** As a step on the workflow's own authority, or with the ticket that a comment would have got it. */
  startedBy: 'workflow' | 'comment';
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
          ticket: \${{ inputs.ticket }}
          ticket-key: \${{ inputs.key }}
          operator: \${{ inputs.operator }}
          anthropic-api-key: \${{ secrets.ANTHROPIC_API_KEY }}
          anthropic-base-url: \${{ vars.ANTHROPIC_BASE_URL }}
`;

const OWNER = 'local';
const YOU = 'you';

/** What the step is given: the words of the command line, or a ticket that holds them. */
async function inputsOf(
  { agent, task, operator, isPublic, snapshot, startedBy }: Omit<OneJob, 'root' | 'model'>,
  repository: { id: number; fullName: string },
): Promise<Record<string, string>> {
  if (startedBy === 'workflow') return { agent, task, ticket: '', key: '', operator };
  const comment = { agent, task, actor: YOU, isPrivate: !isPublic };
  return { agent: '', task: '', ...(await commentTicket(snapshot, comment, repository)), operator };
}

/** Runs the job to its end. When the signal comes, the step is told so and given its time, as on GitHub. */
export async function runOneJob({ root, snapshot, model, isPublic, ...job }: OneJob): Promise<JobOutcome> {
  const github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
  try {
    github.createUser(YOU);
    const { gitDir, name, commit } = snapshot;
    const repository = github.createRepository({ owner: OWNER, name, gitDir, private: !isPublic });
    const { id } = repository;
    // The thread that the ticket of a comment names.
    github.createIssue(repository.fullName, { author: YOU, title: 'A run of yours' });
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
      actor: YOU,
      inputs: await inputsOf({ ...job, snapshot, isPublic }, repository),
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
