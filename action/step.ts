import { classOf } from '../core/failure/codes.ts';
import { isRefusal, refusalLine, refuse, retold, type Refusal } from '../core/refusal.ts';
import { openVerified } from '../core/ticket/verify.ts';
import { unixMilliseconds } from '../edge/clock/clock.ts';
import { makeArtifactFolder } from '../edge/files/artifact-folder.ts';
import { accident } from './accident.ts';
import { admit } from './admit.ts';
import { openDesk, secretsOf, type Desk } from './desk.ts';
import { readInputs, readMachine, type PublishInputs } from './inputs.ts';
import { layers, type Layers } from './caged-job.ts';
import type { Machine } from './machine.ts';
import { setOutput } from './outputs.ts';
import { publish } from './publish.ts';
import { report } from './report.ts';
import { makeResult } from './result.ts';
import { failedRun, neverStarted } from './ended-run.ts';
import { runAgent, type AgentJob } from './run-agent.ts';
import { warnOfWeakSecrets } from './weak-secrets.ts';

/**
 * One step of a job: reads what it was given, runs its mode, and is the one place where accidents end.
 * Returns the exit code of the step. `use` is what stands between an agent and the machine.
 */
export async function step(use: Layers = layers): Promise<number> {
  const cancelled = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => cancelled.abort());
  const inputs = readInputs();
  const machine = readMachine();
  if (isRefusal(inputs)) {
    const nothing = openDesk({});
    return isRefusal(machine) ? refused(inputs, nothing) : refusedStep(inputs, nothing);
  }
  const desk = openDesk(inputs.mode === 'run' ? secretsOf(inputs) : { 'github-token': inputs.githubToken });
  if (isRefusal(machine)) return refused(machine, desk);
  warnOfWeakSecrets(desk);
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
  try {
    return await report(result, {
      folder,
      desk,
      record: ended.record ?? null,
      times: ended.tally?.times ?? null,
      change: ended.changeFiles ?? null,
      kept: ended.keptFiles ?? [],
      members: ended.members ?? [],
    });
  } finally {
    desk.endSection();
    ended.record?.close();
  }
}

async function publishStep(inputs: PublishInputs, machine: Machine, desk: Desk): Promise<number> {
  const posted = await publish(inputs, machine, desk);
  if (isRefusal(posted)) return refusedStep(posted, desk);
  desk.say(`posted ${posted.url}`);
  if (desk.withheld.length > 0) return refusedStep(postedNotice(desk), desk);
  const missing = posted.posted.find((one) => one.became === 'nothing');
  return missing?.became === 'nothing' ? refusedStep(retold(missing.why), desk) : 0;
}

/** What was posted is the notice in place of the result. */
function postedNotice({ withheld }: Desk): Refusal {
  return refuse(
    'withheld',
    `The result was withheld: the gate found ${withheld.flatMap(({ kinds }) => kinds).join(', ')} in it.`,
    'The comment says so; treat the secrets of this workflow as exposed to the agent and rotate them.',
  );
}

/** The step ends before it has a result: one line that says what and how to mend it, and two outputs. */
function refusedStep(refusal: Refusal, desk: Desk): 1 {
  try {
    setOutput(desk, 'outcome', 'failed');
    setOutput(desk, 'error-code', classOf(refusal.code));
  } catch (error) {
    desk.say(`the outputs are not set: ${accident(error).because}`);
  }
  return refused(refusal, desk);
}

/** The same where there may be nobody who takes outputs. */
function refused(refusal: Refusal, desk: Desk): 1 {
  desk.complain(refusalLine(refusal));
  return 1;
}
