import { isRefusal, refusalLine, type Refusal } from '../core/refusal.ts';
import { openVerified } from '../core/ticket/verify.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import { makeArtifactFolder } from '../edge/files/artifact-folder.ts';
import { annotateError } from '../edge/runner/step.ts';
import { accident } from './accident.ts';
import { admit } from './admit.ts';
import { openDesk, secretsOf, type Desk } from './desk.ts';
import { readInputs, readMachine, type PublishInputs, type RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import { makeResult } from './result.ts';
import { neverStarted, runAgent, type EndedRun } from './run-agent.ts';

process.exit(await main());

/** One step of a job: reads what it was given, runs its mode, and is the one place where accidents end. */
async function main(): Promise<number> {
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());
  const inputs = readInputs();
  const machine = readMachine();
  if (isRefusal(inputs)) return refusedStep(inputs, openDesk({}));
  const desk = openDesk(inputs.mode === 'run' ? secretsOf(inputs) : { 'github-token': inputs.githubToken });
  if (isRefusal(machine)) return refusedStep(machine, desk);
  try {
    return inputs.mode === 'run'
      ? await runStep(inputs, machine, desk, cancelled.signal)
      : await publishStep(inputs, machine, desk);
  } catch (error) {
    return refusedStep(accident(error), desk);
  }
}

async function runStep(
  inputs: RunInputs,
  machine: Machine,
  desk: Desk,
  cancelled: AbortSignal,
): Promise<number> {
  const began = unixMilliseconds();
  const folder = await makeArtifactFolder(machine.temp);
  const verified = await admit(inputs, machine);
  const ended = isRefusal(verified)
    ? neverStarted(verified)
    : await runAgent({ verified, inputs, machine, desk, cancelled, folder }).catch(failedRun);
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
