import { environmentOf } from './contexts.ts';
import type { Status } from './expression.ts';
import type { StepRun } from './job-state.ts';
import { runProcess } from './process.ts';
import { complain } from './step-log.ts';
import { makeCommandReader } from './workflow-command.ts';

export type Entry = {
  program: string;
  args: string[];
  cwd: string;
  /** Added to the step's environment: inputs and state of an action. */
  extra: Record<string, string>;
};

/** Runs the entry process of a step: its environment, its commands on stdout and stderr, its end. */
export async function runInStep(run: StepRun, entry: Entry): Promise<Status> {
  const { job, frame } = run;
  const isCommand = makeCommandReader(hostOf(run));
  const { code, group } = await runProcess({
    program: entry.program,
    args: entry.args,
    cwd: entry.cwd,
    env: environmentOf(job, frame, run.env, run.github, entry.extra),
    onLine: (line) => {
      if (!isCommand(line)) job.log(line);
    },
    signal: run.signal,
    delays: job.run.settings.delays,
  });
  job.groups.add(group);
  if (run.signal.aborted) throw new Error('interrupted');
  if (code === 0) return 'success';
  complain(run, `Process completed with exit code ${code}.`);
  return 'failure';
}

function hostOf(run: StepRun) {
  const { job } = run;
  const issue = (level: string, message: string) => {
    for (const line of message.split(/\r?\n/)) job.log(`##[${level}]${line}`);
  };
  return {
    output: job.log,
    issue,
    debug: (message: string) => {
      if (job.run.order.secrets['ACTIONS_STEP_DEBUG'] === 'true') job.log(`##[debug]${message}`);
    },
    mask: (value: string) => job.masker.add(value),
    setOutput: (name: string, value: string) => void run.outputs.set(name, value),
    saveState: (name: string, value: string) => void run.state.set(name, value),
    fail: (message: string) => {
      run.commandFailed = true;
      issue('error', `${message} (step '${run.title}' of job '${job.job.id}')`);
    },
  };
}
