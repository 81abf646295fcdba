import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInCage } from '../action/run-in-cage.ts';
import { localFooting } from '../lab/footing.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal } from '../core/refusal.ts';
import { installClaude, type InstalledClaude } from '../edge/claude/install.ts';
import { startModel } from '../lab/model/server.ts';
import { packageRoot, toolCache } from '../lab/package-root.ts';

const ROUNDS = 10;

const plan: Plan = {
  agent: 'reviewer',
  description: 'Measures.',
  systemPrompt: 'Measure.',
  model: 'claude-opus-5-5',
  ownPrice: null,
  tools: ['Read', 'Grep', 'Glob'],
  allowedTools: ['Read', 'Grep', 'Glob'],
  disallowedTools: [],
  permissionMode: 'manual',
  skipPermissions: false,
  workspace: 'read-only',
  workingDir: '.',
  timeoutMinutes: 1,
  budgetUsd: 1,
  maxTurns: 5,
  invoke: 'write',
  triggers: ['comment', 'workflow'],
  env: [],
  egress: [],
  egressMaxMb: 100,
};

/**
 * What our cage, broker, supervisor and copy of the checkout add to a run of one turn: the time from
 * start to end, against plain `claude -p` with the same scripted model, in turns in the same process.
 */
export async function measure(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'agent-dispatch-bench-'));
  const model = await startModel({ turns: [{ text: 'Done.' }] });
  try {
    const claude = await installClaude({
      toolCache,
      pinFolder: join(packageRoot, 'edge/claude/cli'),
      path: process.env['PATH'] ?? '/usr/bin:/bin',
      npmSettings: certificates(),
    });
    const workspace = join(root, 'checkout');
    await cp(join(packageRoot, 'lab', 'demo', 'repository'), workspace, { recursive: true });
    const plain: number[] = [];
    const caged: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      plain.push(await timed(() => runPlain(claude, workspace, model.url)));
      caged.push(await timed(() => runCaged(claude, workspace, root, model.url)));
    }
    return tell(plain, caged);
  } finally {
    await model.close();
    await rm(root, { recursive: true, force: true });
  }
}

function tell(plain: number[], caged: number[]): string {
  const [one, other] = [median(plain), median(caged)];
  process.stdout.write(`plain claude -p: ${range(plain)}\nin the cage:     ${range(caged)}\n`);
  return `overhead of a one-turn run: ${(other - one).toFixed(0)} ms, ${(other / one).toFixed(2)} times plain claude -p (medians of ${ROUNDS})`;
}

async function runPlain(claude: InstalledClaude, cwd: string, url: string): Promise<void> {
  const child = spawn(claude.path, ['-p', 'look', '--tools', 'Read,Grep,Glob'], {
    cwd,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: cwd,
      ANTHROPIC_API_KEY: 'dummy-key',
      ANTHROPIC_BASE_URL: url,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`plain claude exited with ${String(code)}: the comparison is void`);
}

async function runCaged(
  claude: InstalledClaude,
  workspace: string,
  temp: string,
  url: string,
): Promise<void> {
  const run = await runInCage({
    plan,
    claude,
    workspace,
    temp,
    systemPrompt: 'Measure.',
    prompt: 'Task: look',
    ...(await localFooting()),
    upstream: new URL(url),
    apiKey: 'dummy-key',
    cancelled: new AbortController().signal,
    onNote: () => {},
    onBrokerEvent: () => {},
  });
  if (isRefusal(run)) throw new Error(run.because);
  if (run.exitCode !== 0)
    throw new Error(`the caged claude exited with ${run.exitCode}: the comparison is void`);
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return (
    ((sorted[Math.floor((sorted.length - 1) / 2)] ?? 0) + (sorted[Math.ceil((sorted.length - 1) / 2)] ?? 0)) /
    2
  );
}

function range(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms, median ${median(values).toFixed(0)} ms`;
}

function certificates(): Record<string, string> {
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  return extra === undefined ? {} : { NODE_EXTRA_CA_CERTS: extra };
}
