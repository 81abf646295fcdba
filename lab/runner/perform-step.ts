import { existsSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';

import { scopeOfStep } from './contexts.ts';
import { evaluateText, type Status } from './expression.ts';
import { NOT_FETCHED } from './find-action.ts';
import type { StepRun } from './job-state.ts';
import { runInStep } from './run-in-step.ts';
import { runUses } from './run-uses.ts';
import { logStart } from './step-log.ts';
import { placesOf } from './steps.ts';
import { unsupported } from './workflow-problem.ts';

/** Does what a step says. Throws `WorkflowProblem` for what it cannot do. */
export async function performStep(run: StepRun): Promise<Status> {
  const { does } = run.step;
  return 'run' in does ? runScript(run, does) : runUses(run, does);
}

const SHELLS: Record<string, { program: string; args: string[]; extension: string }> = {
  bash: { program: 'bash', args: ['--noprofile', '--norc', '-e', '-o', 'pipefail'], extension: '.sh' },
  sh: { program: 'sh', args: ['-e'], extension: '.sh' },
  '': { program: 'bash', args: ['-e'], extension: '.sh' },
};

type Script = { run: string; shell?: string; workingDirectory?: string };

async function runScript(run: StepRun, does: Script): Promise<Status> {
  const { job, frame } = run;
  // The real runner empties these for a script, even inside a fetched action; only `env:` still sees them.
  Object.assign(run.github, NOT_FETCHED);
  const scope = scopeOfStep(job, frame, run.env, run.github);
  const { text } = placesOf(frame.home);
  const defaults = frame.home === 'workflow' ? job.job.defaults : {};
  const evaluated = (value: string | undefined) =>
    value === undefined ? '' : evaluateText(value, text, scope);
  const named = evaluated(does.shell) || evaluated(defaults.shell);
  const shell = Object.hasOwn(SHELLS, named) ? SHELLS[named] : undefined;
  if (!shell) throw unsupported(`'shell: ${named}' (bash and sh are)`, run.title);
  const script = evaluated(does.run);
  const file = join(job.machine.temp, `${randomUUID()}${shell.extension}`);
  writeFileSync(file, script);
  const lines = script.replace(/\n$/, '').split('\n');
  logStart(run, lines[0] ?? '', [...lines, `shell: ${shell.program} ${shell.args.join(' ')} {0}`]);
  const folder = evaluated(does.workingDirectory ?? defaults.workingDirectory);
  const program = whichShell(shell.program);
  const cwd = resolve(job.machine.workspace, folder);
  return runInStep(run, { program, args: [...shell.args, file], cwd, extra: {} });
}

function whichShell(name: string): string {
  const found = ['/usr/bin', '/bin', '/usr/local/bin'].map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw unsupported(`machines without '${name}'`, 'shell');
  return found;
}
