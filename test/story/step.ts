import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Ticket } from '../../core/ticket/ticket.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { publicKeyText, signTicket } from '../../edge/keys/ticket-keys.ts';
import { git } from '../../edge/runner/git.ts';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub, type LabGitHub } from '../../lab/github/server.ts';
import { startModel, type ScriptedModel } from '../../lab/model/server.ts';
import type { Script, TurnFunction } from '../../lab/model/script.ts';
import { packageRoot, toolCache } from '../../lab/package-root.ts';
import { makeJobRunner, type JobOutcome } from '../../lab/runner/job-runner.ts';
import { npmSettings } from '../real-claude.ts';
import { API_KEY, makeRepository, oneLine, shippedConfig } from './story.ts';

export type RunOptions = {
  signal?: AbortSignal;
  environment?: Record<string, string>;
  payload?: unknown;
  /** The event that starts the workflow; by default somebody presses the button. */
  event?: string;
  inputs?: Record<string, string>;
  /** The ref and the commit of the run, where they are not those of the default branch. */
  ref?: string;
  sha?: string;
};

/** A repository that uses the action as a plain step: no app anywhere. */
export type Bench = {
  github: LabGitHub;
  model: ScriptedModel;
  repository: { id: number; fullName: string };
  head: string;
  /** The repository itself, bare. */
  gitDir: string;
  ticketKey: string;
  /** A good ticket for this repository, with claims changed as wanted. */
  ticket: (changes?: Partial<Ticket>, privateKey?: string) => Promise<string>;
  /** Runs a workflow; the inputs of the action are the caller's words. */
  run: (workflow: string, options?: RunOptions) => Promise<JobOutcome>;
};

export const newTicketKey = () =>
  String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));

/** Sets the bench up: GitHub's stand-in, the scripted model, one repository with the shipped configuration. */
export async function setUp(
  model: Script | TurnFunction = oneLine,
  files: Record<string, string | null> = {},
): Promise<Bench> {
  const root = mkdtempSync(join(tmpdir(), 'dispatch-step-'));
  const gitDir = await makeRepository(root, {
    '.github/dispatch.yml': shippedConfig,
    'src/add.js': 'export const add = (a, b) => a - b;\n',
    ...files,
  });
  const head = await git(['rev-parse', 'main'], gitDir);
  const configBlob = await git(['rev-parse', 'main:.github/dispatch.yml'], gitDir).catch(() =>
    '0'.repeat(40),
  );
  const scripted = await startModel(model, { apiKey: API_KEY });
  const github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
  github.createUser('ada');
  const repository = github.createRepository({ owner: 'example', name: 'project', gitDir });
  github.setRole(repository.fullName, 'ada', 'write');
  onTestFinished(async () => {
    await github.close();
    await scripted.close();
    rmSync(root, { recursive: true, force: true });
  });
  const runJob = makeJobRunner({
    root: join(root, 'runner'),
    toolCache,
    actions: { 'agent-dispatch/agent-dispatch': packageRoot },
    environment: npmSettings(),
    delays: { interrupt: 5000, terminate: 1000, streams: 500 },
  });
  const ticketPrivateKey = newTicketKey();
  let runs = 500;
  return {
    github,
    model: scripted,
    repository,
    head,
    gitDir,
    ticketKey: publicKeyText(ticketPrivateKey),
    async ticket(changes = {}, privateKey = ticketPrivateKey) {
      const now = Math.floor(Date.now() / 1000);
      const task = 'look at the last commit';
      return signTicket(
        {
          iss: 'agent-dispatch/1',
          jti: 'a'.repeat(32),
          iat: now,
          exp: now + 3600,
          repository_id: repository.id,
          repository: repository.fullName,
          job_id: 'b'.repeat(32),
          actor: 'ada',
          agent: 'reviewer',
          config_blob: configBlob,
          config_commit: head,
          head_sha: head,
          fork_head: false,
          private: false,
          task,
          task_sha256: sha256(task),
          issue_number: 1,
          depth: 0,
          ...changes,
        },
        privateKey,
      );
    },
    run: (workflow, options = {}) =>
      inTime(options, (signal) =>
        runJob({
          run: {
            id: (runs += 1),
            number: 1,
            attempt: 1,
            workflow: '.github/workflows/step.yml',
            event: options.event ?? 'workflow_dispatch',
          },
          workflowText: workflow,
          actor: 'ada',
          inputs: options.inputs ?? {},
          payload: options.payload ?? {},
          repository: {
            id: repository.id,
            owner: 'example',
            name: 'project',
            gitDir,
            ref: options.ref ?? 'refs/heads/main',
            sha: options.sha ?? head,
            defaultBranch: 'main',
          },
          urls: { server: github.url, api: github.api },
          secrets: { ANTHROPIC_API_KEY: API_KEY },
          vars: { ANTHROPIC_BASE_URL: scripted.url },
          mintToken: (permissions) => github.mintJobToken(repository.id, permissions),
          actions: {},
          environment: options.environment ?? {},
          signal,
        }),
      ),
  };
}

/** A run that hangs is cancelled while its test can still show what it had said. */
const LONGEST_MS = 100_000;

async function inTime(
  options: RunOptions,
  run: (signal: AbortSignal) => Promise<JobOutcome>,
): Promise<JobOutcome> {
  const late = AbortSignal.timeout(LONGEST_MS);
  const outcome = await run(options.signal ? AbortSignal.any([options.signal, late]) : late);
  if (late.aborted) throw new Error(`The run was not done in ${LONGEST_MS / 1000} s:\n${outcome.log}`);
  return outcome;
}

/** One job with a checkout and one step of the action. `inputs` are lines of `with:`. */
export function workflowWith(inputs: Record<string, string>, more = ''): string {
  const lines = Object.entries(inputs).map(([name, value]) => `          ${name}: ${JSON.stringify(value)}`);
  return `
on: workflow_dispatch
permissions: {}
jobs:
  agent:
    runs-on: ubuntu-24.04
    permissions: { contents: read }
    steps:
      - uses: actions/checkout@v7
        with: { persist-credentials: false }
      - id: dispatch
        uses: agent-dispatch/agent-dispatch@v0.1.0
        with:
${lines.join('\n')}
${more}
`;
}
