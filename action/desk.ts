import { gate, orNotice, type KnownSecrets, type Outbound, type Sink } from '../core/redact/gate.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { hide, log } from '../edge/runner/step.ts';
import type { RunInputs } from './inputs.ts';

/** What every part of a run needs to say something: the secrets it must not say. */
export type Desk = {
  known: KnownSecrets;
  /** Passes text through the gate for one sink; what is withheld becomes the fixed notice. */
  out(text: string, sink: Sink): Outbound;
  /** One line of the step's log. */
  say(line: string): void;
};

/** Marks our lines in the log of a job. */
const PREFIX = '[dispatch] ';

/** Makes the desk of one step, and asks the runner to mask the secrets too. */
export function openDesk(secrets: Record<string, string>): Desk {
  const known: KnownSecrets = {
    secrets: Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== '')),
  };
  for (const value of Object.values(known.secrets)) hide(value);
  const out = (text: string, sink: Sink) => orNotice(gate(text, sink, known, { inflate }), sink);
  return { known, out, say: (line) => log(out(`${PREFIX}${line}`, 'log')) };
}

/** The secrets of `mode: run`, by the names of their inputs. */
export function secretsOf(inputs: RunInputs): Record<string, string> {
  return {
    'anthropic-api-key': inputs.apiKey,
    'github-token': inputs.githubToken,
    ticket: inputs.ticket,
  };
}
