import { endGroup, error, info, setOutput, setSecret, startGroup, summary } from '@actions/core';
import { reveal, type Outbound } from '../../core/redact/gate.ts';
import { randomId } from '../keys/digest.ts';

/** Writes one line of the step's log. */
export function log(line: Outbound): void {
  info(reveal(line));
}

/**
 * Begins a folded part of the step's log, in which the runner obeys no command, whatever the lines are: only what is
 * returned ends it, since it alone knows the word. The step can set, mask and annotate nothing by commands meanwhile.
 */
export function beginSection(title: Outbound): () => void {
  startGroup(reveal(title));
  const token = randomId();
  info(`::stop-commands::${token}`);
  return () => {
    info(`::${token}::`);
    endGroup();
  };
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
