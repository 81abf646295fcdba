import { isRefusal, refusalLine, type Refusal } from '../core/refusal.ts';
import { openVerified } from '../core/ticket/verify.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import { makeArtifactFolder } from '../edge/files/artifact-folder.ts';
import { annotateError } from '../edge/runner/step.ts';
import { accident } from './accident.ts';
import { admit } from './admit.ts';
import { openDesk, secretsOf, type Desk } from './desk.ts';
import { readInputs, readMachine, type PublishInputs } from './inputs.ts';
import { layers, type Layers } from './caged-job.ts';
import type { Machine } from './machine.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import { makeResult } from './result.ts';
import { neverStarted, runAgent, type AgentJob, type EndedRun } from './run-agent.ts';

/**
 * One step of a job: reads what it was given, runs its mode, and is the one place where accidents end.
 * Returns the exit code of the step. `use` is what stands between an agent and the machine.
 */
export async function step(use: Layers = layers): Promise<number> {
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());
  const inputs = readInputs();
  const machine = readMachine();
  if (isRefusal(inputs)) return refusedStep(inputs, openDesk({}));
  const desk = openDesk(inputs.mode === 'run' ? secretsOf(inputs) : { 'github-token': inputs.githubToken });
  if (isRefusal(machine)) return refusedStep(machine, desk);
  try {
    return inputs.mode === 'run'
      ? await runStep({ inputs, machine, desk, cancelled: cancelled.signal, layers: use })
      : await publishStep(inputs, machine, desk);
  } catch (error) {
    return refusedStep(accident(error), desk);
  }
}

type Step = Pick<AgentJob, 'inputs' | 'machine' | 'desk' | 'cancelled' | 'layers'>;

async function runStep(given: Step): Promise<number> {
  const { inputs, machine, desk } = given;
  const began = unixMilliseconds();
  const folder = await makeArtifactFolder(machine.temp);
  const verified = await admit(inputs, machine);
  const ended = isRefusal(verified)
    ? neverStarted(verified)
    : await runAgent({ ...given, verified, folder }).catch(failedRun);
  const authority = isRefusal(verified) ? null : openVerified(verified);
  const result = makeResult(
    { authority, agent: inputs.agent, durationMs: unixMilliseconds() - began },
    ended,
  );
  return report(result, folder, desk);
}

/** An accident on the way still ends as a result, so that whoever waits for it hears of it. */
function failedRun(error: unknown): EndedRun {
  return { verdict: { outcome: 'failed', cause: accident(error), text: '' } };
}

async function publishStep(inputs: PublishInputs, machine: Machine, desk: Desk): Promise<number> {
  const posted = await publish(inputs, machine, desk);
  if (isRefusal(posted)) return refusedStep(posted, desk);
  desk.say(`posted ${posted.url}`);
  return 0;
}

/** The step ends before it has a result: one line that says what and how to mend it. */
function refusedStep(refusal: Refusal, desk: Desk): 1 {
  annotateError(desk.out(refusalLine(refusal), 'annotation'));
  return 1;
}
