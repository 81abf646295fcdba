import { spawn } from 'node:child_process';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { git } from '../edge/runner/git.ts';
import { sharedAppKeys } from '../lab/github/keys.ts';
import { startGitHub } from '../lab/github/server.ts';
import { packageRoot, toolCache } from '../lab/package-root.ts';
import { makeRepository } from '../lab/redteam/repository.ts';

/** The action's step, ready to be started as a runner starts it, again and again. */
export type StepWorld = {
  checkout: string;
  /** Starts the step; `onStart` gets the process that the step is. Resolves with its exit code and log. */
  run(onStart?: (pid: number) => void): Promise<{ code: number | null; log: string }>;
  close(): Promise<void>;
};

const DUMMY_KEY = 'sk-ant-api03-dummy-key-of-the-bench';

/** Sets up a repository with the example's agents, or others, on GitHub's stand-in, and a checkout of it. */
export async function openStepWorld(
  root: string,
  modelUrl: string,
  other: { config: string; agent: string } | null = null,
): Promise<StepWorld> {
  const config = other?.config ?? (await readFile(join(packageRoot, 'docs/examples/dispatch.yml'), 'utf8'));
  const made = await makeRepository(root, config, { files: [] });
  const checkout = join(root, 'checkout');
  await git(['clone', '--quiet', '--', made.gitDir, checkout], root);
  await cp(join(packageRoot, 'lab/demo/files/repository'), checkout, { recursive: true });
  const github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
  github.createUser('ada');
  const created = github.createRepository({ owner: 'example', name: 'bench', gitDir: made.gitDir });
  github.setRole(created.fullName, 'ada', 'write');
  const action = await copyAction(join(root, 'action'));
  const { script, variables } = await readStep(action);
  let serial = 0;
  return {
    checkout,
    async run(onStart) {
      const temp = join(root, `temp-${(serial += 1)}`);
      await mkdir(temp);
      for (const name of ['output', 'summary']) await writeFile(join(temp, name), '');
      const token = github.mintJobToken(created.id, { contents: 'read' });
      const env = {
        ...variables,
        ...runnerVariables({ temp, checkout, action, id: created.id, api: github.api, url: github.url }),
        INPUT_MODE: 'run',
        INPUT_AGENT: other?.agent ?? 'reviewer',
        INPUT_TASK: 'look',
        INPUT_ANTHROPIC_API_KEY: DUMMY_KEY,
        INPUT_ANTHROPIC_BASE_URL: modelUrl,
        INPUT_GITHUB_TOKEN: token,
      };
      return runToEnd(script, env, checkout, onStart);
    },
    close: () => github.close(),
  };
}

/** What the action is made of when it is used, so that a build meanwhile does not change what is measured. */
async function copyAction(to: string): Promise<string> {
  for (const path of ['action.yml', 'package.json', 'action/main.mjs', 'dist', 'edge/claude/cli']) {
    await mkdir(dirname(join(to, path)), { recursive: true });
    await cp(join(packageRoot, path), join(to, path), { recursive: true });
  }
  return to;
}

/** The step's own script and the constant part of its environment. */
async function readStep(action: string): Promise<{ script: string; variables: Record<string, string> }> {
  const description = parse(await readFile(join(action, 'action.yml'), 'utf8')) as {
    runs: { steps: { run: string; env: Record<string, string> }[] };
  };
  const [step] = description.runs.steps;
  if (step === undefined) throw new Error('action.yml has no step');
  const constant = Object.entries(step.env).filter(([, value]) => !value.includes('${{'));
  return { script: step.run, variables: Object.fromEntries(constant) };
}

function runnerVariables(at: {
  temp: string;
  checkout: string;
  action: string;
  id: number;
  api: string;
  url: string;
}): Record<string, string> {
  return {
    PATH: `${dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: at.temp,
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: at.checkout,
    GITHUB_OUTPUT: join(at.temp, 'output'),
    GITHUB_STEP_SUMMARY: join(at.temp, 'summary'),
    GITHUB_REPOSITORY: 'example/bench',
    GITHUB_REPOSITORY_ID: String(at.id),
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_ACTOR: 'ada',
    GITHUB_API_URL: at.api,
    GITHUB_SERVER_URL: at.url,
    RUNNER_TEMP: at.temp,
    RUNNER_TOOL_CACHE: toolCache,
    ACTION_ROOT: at.action,
  };
}

async function runToEnd(
  script: string,
  env: Record<string, string>,
  cwd: string,
  onStart?: (pid: number) => void,
): Promise<{ code: number | null; log: string }> {
  // As the runner starts `shell: bash`.
  const words = ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', script];
  const child = spawn('/bin/bash', words, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid !== undefined) onStart?.(child.pid);
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (log += chunk.toString('utf8')));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, log };
}
