import { classOf } from '../failure/codes.ts';
import type { Refusal } from '../refusal.ts';
import type { Result } from './result.ts';
import type { Withholding } from './withholding.ts';

/** As many are named in a result; all of them are in the record. */
const SHOWN = 20;

/**
 * The result of a run in which the gate withheld something. Nothing that the agent wrote is in it: one that hid
 * a secret once has not tried only once.
 */
export function compromisedResult(result: Result, withheld: readonly Withholding[]): Result {
  // Names of hosts, the calls it wanted, what it handed in and what it said are the agent's words, too.
  const {
    structured: _json,
    connections: _hosts,
    wanted: _calls,
    deferred: _call,
    outputs: _outputs,
    change: _change,
    kept: _kept,
    session: _session,
    ...told
  } = result;
  return {
    ...told,
    outcome: 'failed',
    error_code: classOf('withheld'),
    cause: causeOf(result.job_id, withheld),
    text: '',
    refused_calls: [],
    allowed_calls: [],
    compromised: withheld.slice(0, SHOWN),
  };
}

function causeOf(jobId: string | null, withheld: readonly Withholding[]): Omit<Refusal, 'refused'> {
  const kinds = [...new Set(withheld.flatMap((one) => one.kinds))].join(', ');
  const places = [...new Set(withheld.map(placeOf))].join(', ');
  const job = jobId === null ? '' : ` (job ${jobId})`;
  return {
    code: 'withheld',
    because:
      `What this run wrote was withheld${job}: it held a secret that masking is not enough for, or could not be checked. ` +
      `Found: ${kinds.slice(0, 800)}; in: ${places.slice(0, 800)}.`,
    remedy:
      'Treat the secrets of this workflow as exposed to the agent and rotate them; the audit log of the run has ' +
      'each kind and place.',
  };
}

function placeOf({ sink, field }: Withholding): string {
  return field === null ? sink : `${sink} (${field})`;
}
