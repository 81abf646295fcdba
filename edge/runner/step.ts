import { error, info, setOutput, setSecret, summary } from '@actions/core';
import { reveal, type Outbound } from '../../core/redact/gate.ts';

/** Writes one line of the step's log. */
export function log(line: Outbound): void {
  info(reveal(line));
}

/** Shows one red line on the run's page. */
export function annotateError(line: Outbound): void {
  error(reveal(line), { title: 'agent-dispatch' });
}

/** Sets an output of the step. */
export function output(name: string, value: Outbound): void {
  setOutput(name, reveal(value));
}

/** Adds to the run's summary page. */
export async function summarise(markdown: Outbound): Promise<void> {
  await summary.addRaw(reveal(markdown), true).write();
}

/** Asks the runner to mask a value in all logs of the job. Nothing else may pass a secret on. */
export function hide(secret: string): void {
  if (secret !== '') setSecret(secret);
}
