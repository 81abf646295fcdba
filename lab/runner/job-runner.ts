import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

import type { JobOrder, JobOutcome, JobRunner } from './job-order.ts';
import type { JobResult, Run, Settings } from './job-state.ts';
import { type Delays, GITHUB_DELAYS } from './process.ts';
import { runJob } from './run-job.ts';
import { readWorkflow, type Workflow } from './workflow.ts';

export type { JobOrder, JobOutcome, JobRunner, Permissions } from './job-order.ts';

export type JobRunnerOptions = {
  /** The folder that holds the machines of the jobs; made if it is missing. */
  root: string;
  /** 'owner/name' to a folder on this machine; an order's own table comes first. */
  actions?: Record<string, string>;
  /** Added to the environment of every step; an order's own comes last. */
  environment?: Record<string, string>;
  /** RUNNER_TOOL_CACHE; name one to let tools survive from run to run. */
  toolCache?: string;
  /** Leaves the machines on disk after the run. */
  keep?: boolean;
  /** How long a cancelled step is given, in milliseconds; GitHub's 7500, 2500 and 5000 unless told. */
  delays?: Partial<Delays>;
  /** Milliseconds in one minute of `timeout-minutes`; a test makes it shorter. */
  minute?: number;
};

/**
 * Makes a stand-in of GitHub's Actions runner: it runs the text of a workflow file with real shells and
 * real actions, on GitHub's own expression evaluator. What it cannot do it refuses by name instead of
 * ignoring it. Jobs run one after another. The runner rejects only when its own disk fails.
 */
export function makeJobRunner(options: JobRunnerOptions): JobRunner {
  const root = resolve(options.root);
  return async (order) => {
    const settings: Settings = {
      root,
      actions: { ...options.actions, ...order.actions },
      environment: options.environment ?? {},
      toolCache: options.toolCache ?? join(root, 'hostedtoolcache'),
      keep: options.keep ?? false,
      delays: { ...GITHUB_DELAYS, ...options.delays },
      minute: options.minute ?? 60_000,
    };
    return runWorkflow(order, settings);
  };
}

async function runWorkflow(order: JobOrder, settings: Settings): Promise<JobOutcome> {
  const lines: string[] = [];
  const log = (line: string) => {
    lines.push(line);
    order.onLog?.(line);
  };
  const finish = (
    conclusion: JobOutcome['conclusion'],
    run?: Run,
    results = new Map<string, JobResult>(),
  ) => ({
    conclusion,
    artifacts: [...(run?.artifacts ?? [])].map(([name, zip]) => ({ name, zip })),
    log: lines.join('\n'),
    summary: run?.summaries.join('\n') ?? '',
    outputs: Object.fromEntries([...results].map(([id, { outputs }]) => [id, Object.fromEntries(outputs)])),
  });
  let workflow: Workflow;
  try {
    workflow = readWorkflow(order.workflowText, order.run.workflow);
  } catch (error) {
    log(`##[error]Invalid workflow file: ${(error as Error).message}`);
    return finish('failure');
  }
  mkdirSync(settings.root, { recursive: true });
  const folder = mkdtempSync(join(settings.root, `run-${order.run.id}-`));
  // As on GitHub's machines, other users can walk through what a runner works in.
  chmodSync(folder, 0o755);
  const run: Run = { settings, order, workflow, folder, artifacts: new Map(), summaries: [], log };
  try {
    const results = await runJobs(run);
    return finish(conclude(results), run, results);
  } finally {
    if (!settings.keep) rmSync(folder, { recursive: true, force: true });
  }
}

/** Every job once, in the order they are written as far as `needs` lets them. */
async function runJobs(run: Run): Promise<Map<string, JobResult>> {
  const results = new Map<string, JobResult>();
  const next = () =>
    run.workflow.jobs.find((job) => !results.has(job.id) && job.needs.every((need) => results.has(need)));
  for (let job = next(); job; job = next()) results.set(job.id, await runJob(run, job, results));
  return results;
}

/** A run in which every job was skipped counts as successful here; GitHub calls it skipped. */
function conclude(results: ReadonlyMap<string, JobResult>): JobOutcome['conclusion'] {
  const all = [...results.values()].map(({ result }) => result);
  if (all.includes('cancelled')) return 'cancelled';
  return all.includes('failure') ? 'failure' : 'success';
}
