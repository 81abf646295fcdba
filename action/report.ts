import type { Result } from '../core/output/result.ts';
import { summary } from '../core/output/summary.ts';
import { gate, isWithheld, orNotice, type Outbound } from '../core/redact/gate.ts';
import { inflate } from '../edge/codec/inflate.ts';
import type { Refusal } from '../core/refusal.ts';
import { writeArtifact } from '../edge/files/artifact-folder.ts';
import { annotateError, output, summarise } from '../edge/runner/step.ts';
import { accident } from './accident.ts';
import type { Desk } from './desk.ts';

/**
 * Hands a result over: artifact folder, step outputs, summary page, and one red line when it did not
 * succeed. What cannot be written to one of them still goes to the others, and makes the run a failed one.
 * Returns the step's exit code: 0 for success only.
 */
export async function report(result: Result, folder: string, desk: Desk): Promise<0 | 1> {
  const { passed, json } = passGate(result, desk);
  const page = orNotice(gate(summary(passed), 'summary', desk.known, { inflate }), 'summary');
  const unwritten = await problemOf(async () => {
    await writeArtifact(folder, 'result.json', json);
    await writeArtifact(folder, 'summary.md', page);
  });
  const told = failedBy(unwritten, passed);
  const untold = await problemOf(async () => {
    setOutputs(told, folder, desk);
    await summarise(page);
  });
  const last = failedBy(untold, told);
  if (last.outcome === 'success') return 0;
  annotateError(desk.out(lineOf(last), 'annotation'));
  return 1;
}

function setOutputs(result: Result, folder: string, desk: Desk): void {
  output('outcome', desk.out(result.outcome, 'output'));
  output('text', desk.out(result.text, 'output'));
  output('cost-usd', desk.out(result.cost_usd === null ? '' : String(result.cost_usd), 'output'));
  output('job-id', desk.out(result.job_id ?? '', 'output'));
  output('artifact-path', desk.out(folder, 'output'));
}

async function problemOf(work: () => Promise<void>): Promise<Refusal | null> {
  return work().then(
    () => null,
    (error: unknown) => accident(error),
  );
}

/** A result that could not be handed over is no success; one that has a cause already keeps it. */
function failedBy(problem: Refusal | null, result: Result): Result {
  if (problem === null || result.outcome !== 'success') return result;
  const { code, because, remedy } = problem;
  return { ...result, outcome: 'failed', cause: { code, because, remedy } };
}

function lineOf({ agent, outcome, cause }: Result): string {
  const what = outcome === 'timed_out' ? 'timed out' : outcome;
  return cause ? `${agent} ${what} (${cause.code}): ${cause.because} ${cause.remedy}` : `${agent} ${what}.`;
}

/**
 * Passes the result through the gate. When the gate keeps it back, a result that says so goes out instead,
 * so that the run still has one ending that people hear of.
 */
function passGate(result: Result, desk: Desk): { passed: Result; json: Outbound } {
  const json = gate(JSON.stringify(result), 'artifact', desk.known, { inflate });
  if (!isWithheld(json)) return { passed: result, json };
  const passed = withheld(result, json.because);
  return { passed, json: desk.out(JSON.stringify(passed), 'artifact') };
}

function withheld(result: Result, because: string): Result {
  // Names of hosts and the calls it wanted are the agent's words, too.
  const { connections: _hosts, wanted: _calls, ...told } = result;
  return {
    ...told,
    outcome: 'failed',
    cause: {
      code: 'withheld',
      because: `The answer was withheld: ${because}`,
      remedy: 'Treat the secrets of this workflow as exposed to the agent until you know why.',
    },
    text: '',
    refused_calls: [],
    allowed_calls: [],
  };
}
