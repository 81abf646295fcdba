import type { Result } from '../core/output/result.ts';
import { summary } from '../core/output/summary.ts';
import { gate, isWithheld, orNotice } from '../core/redact/gate.ts';
import { writeArtifact } from '../edge/files/artifact-folder.ts';
import { annotateError, output, summarise } from '../edge/runner/step.ts';
import type { Desk } from './desk.ts';

/**
 * Hands a result over: artifact folder, step outputs, summary page, and one red line when it did not
 * succeed. Returns the step's exit code: 0 for success only.
 */
export async function report(result: Result, folder: string, desk: Desk): Promise<0 | 1> {
  const safe = withheldIfNeeded(result, desk);
  const page = orNotice(gate(summary(safe), 'summary', desk.known), 'summary');
  await writeArtifact(folder, 'result.json', desk.out(JSON.stringify(safe), 'artifact'));
  await writeArtifact(folder, 'summary.md', page);
  output('outcome', desk.out(safe.outcome, 'output'));
  output('text', desk.out(safe.text, 'output'));
  output('cost-usd', desk.out(safe.cost_usd === null ? '' : String(safe.cost_usd), 'output'));
  output('job-id', desk.out(safe.job_id ?? '', 'output'));
  output('artifact-path', desk.out(folder, 'output'));
  await summarise(page);
  if (safe.outcome === 'success') return 0;
  annotateError(desk.out(lineOf(safe), 'annotation'));
  return 1;
}

function lineOf({ agent, outcome, cause }: Result): string {
  const what = outcome === 'timed_out' ? 'timed out' : outcome;
  return cause ? `${agent} ${what} (${cause.code}): ${cause.because} ${cause.remedy}` : `${agent} ${what}.`;
}

/**
 * When the gate keeps the result back, a result that says so goes out instead, so that the run still has
 * one ending that people hear of.
 */
function withheldIfNeeded(result: Result, desk: Desk): Result {
  const passed = gate(JSON.stringify(result), 'artifact', desk.known);
  if (!isWithheld(passed)) return result;
  return {
    ...result,
    outcome: 'failed',
    cause: {
      code: 'withheld',
      because: `The answer was withheld: ${passed.because}`,
      remedy: 'Treat the secrets of this workflow as exposed to the agent until you know why.',
    },
    text: '',
    refused_calls: [],
    allowed_calls: [],
  };
}
