import type { AuditEntry } from './entry.ts';

/** One record as a line for people: when, what, and how it was decided. Its texts are the log's own, still to be made safe. */
export function describeRecord(entry: AuditEntry): string {
  const time = entry.at.slice(11, 23);
  return `${time}  ${words(entry)}`.replaceAll(/\s*[\r\n\t]+\s*/g, ' ');
}

function words(entry: AuditEntry): string {
  switch (entry.type) {
    case 'start':
      return `start    ${entry.agent} for ${entry.actor || 'a workflow'}, ${entry.model}, CLI ${entry.cli_version ?? 'unknown'}`;
    case 'canary':
      return `check    a call of ${entry.tool} was asked about and refused`;
    case 'asked':
      return `${entry.verdict === 'allow' ? 'allowed ' : 'refused '} #${entry.seq} ${entry.tool} ${short(entry.input.text)}${
        entry.verdict === 'allow' ? '' : `  (${entry.rule}: ${entry.because})`
      }`;
    case 'ended':
      return `ended    #${entry.seq} ${entry.is_error ? 'with an error, ' : ''}${Math.round(entry.duration_ms)} ms`;
    case 'api':
      return `model    ${entry.what}${entry.status === null ? '' : ` ${entry.status}`}${
        entry.cost_usd === null ? '' : `, $${entry.cost_usd.toFixed(4)}`
      }${entry.because === null ? '' : `: ${entry.because}`}`;
    case 'egress':
      return `egress   ${entry.verdict} ${entry.host}:${entry.port}, ${entry.bytes_out + entry.bytes_in} bytes  (${entry.because})`;
    case 'end':
      return `end      ${entry.outcome}${entry.cost_usd === null ? '' : `, $${entry.cost_usd.toFixed(4)}`}${
        entry.because === null ? '' : `: ${entry.because}`
      }`;
  }
}

function short(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 99)}…`;
}
