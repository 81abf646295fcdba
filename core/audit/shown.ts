import { assertNever } from '../fault.ts';
import { dollars } from '../output/amounts.ts';
import { describeInput } from '../policy/describe.ts';
import { logText } from '../redact/log-text.ts';
import type { AuditEntry, AuditInput } from './entry.ts';

/** One record as a line for people, without anything that a terminal would obey. */
export type ShownRecord = {
  /** UTC, to the millisecond. */
  time: string;
  text: string;
  tone: 'good' | 'bad' | 'plain';
};

/** Longest text of a record that is shown of one field, in UTF-16 units. */
const LONGEST = 120;

/** Puts a record into words. Everything in it may have been written by the model or by a stranger. */
export function shownRecord(entry: AuditEntry): ShownRecord {
  return { time: entry.at.slice(11, 23), text: `${workerOf(entry)}${wordsOf(entry)}`, tone: toneOf(entry) };
}

/** A text of a record on one line, cut, with terminal sequences gone and hidden characters visible. */
export function plainLine(text: string, most = LONGEST): string {
  const line = logText(text).replace(/\s+/g, ' ').trim();
  return line.length <= most ? line : `${line.slice(0, most).toWellFormed()}…`;
}

/** JSON in which no character reaches a terminal that it would obey or hide. */
export function plainJson(value: unknown): string {
  const escaped = (unit: string) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[\p{Cc}\u2028\u2029]|\p{Default_Ignorable_Code_Point}/gu, (found) =>
    found.split('').map(escaped).join(''),
  );
}

function wordsOf(entry: AuditEntry): string {
  switch (entry.type) {
    case 'start': {
      const approved = entry.approved_by === undefined ? '' : `, approved by ${plainLine(entry.approved_by)}`;
      const by = `${plainLine(entry.agent)} for ${plainLine(entry.actor)}${approved}, ${plainLine(entry.model)}`;
      return `start   ${by}${entry.cage === null ? '' : `; cage: ${plainLine(entry.cage)}`}`;
    }
    case 'canary':
      return `check   a call of ${plainLine(entry.tool)} was asked about and refused, as it should be${entry.before === true ? ', in a start like this one' : ''}`;
    case 'asked': {
      const call = `${plainLine(entry.tool, 40)} ${argument(entry.tool, entry.input)}`;
      const verdict = entry.verdict === 'allow' ? 'allowed' : 'refused';
      const why = entry.verdict === 'allow' ? '' : `: ${plainLine(entry.because)}`;
      return `${verdict} #${entry.seq} ${actorOf(entry.actor)}  ${call}  (${plainLine(entry.rule)}${why})`;
    }
    case 'ended':
      return `ended   #${entry.seq} ${entry.is_error ? 'with an error ' : ''}after ${Math.round(entry.duration_ms)} ms`;
    case 'output': {
      const why = entry.because === null ? '' : `: ${plainLine(entry.because)}`;
      return `output  #${entry.seq} ${plainLine(entry.kind)} ${BECAME[entry.became]}${why}`;
    }
    case 'api':
      return `model   ${modelWords(entry)}`;
    case 'egress': {
      const bytes = `${entry.bytes_out} bytes out, ${entry.bytes_in} in, ${entry.duration_ms} ms`;
      const verdict = entry.verdict === 'allow' ? 'connected' : 'not connected';
      return `host    ${plainLine(entry.host)}:${entry.port} ${verdict} (${plainLine(entry.because)}; ${bytes})`;
    }
    case 'unpinned':
      return `tool    ${plainLine(entry.tool)} is not pinned; it has the sha256 ${entry.sha256}`;
    case 'withheld': {
      const place = entry.field === null ? entry.sink : `${entry.sink} (${plainLine(entry.field)})`;
      return `gate    withheld a text for ${place}: ${plainLine(entry.kinds.join(', '))}`;
    }
    case 'worker': {
      const who = `${plainLine(entry.worker)} (${plainLine(entry.agent)}) for ${plainLine(entry.lead)}`;
      return `worker  ${who}, at most ${dollars(entry.budget_usd)}, ${plainLine(entry.model)}`;
    }
    case 'worker_end':
      return `worker  ${plainLine(entry.worker)} ended: ${entry.end}, ${dollars(entry.cost_usd)}`;
    case 'fleet': {
      const why = entry.because === null ? '' : `: ${plainLine(entry.because)}`;
      return `fleet   #${entry.seq} ${plainLine(entry.tool)} ${entry.became}${why}`;
    }
    case 'end': {
      const cost = entry.cost_usd === null ? '' : `, ${dollars(entry.cost_usd)}`;
      const turns = entry.turns === null ? '' : `, turns: ${entry.turns}`;
      return `end     ${entry.outcome}${cost}${turns}${entry.because === null ? '' : `: ${plainLine(entry.because)}`}`;
    }
    default:
      return assertNever(entry);
  }
}

const BECAME = { accepted: 'taken', partly: 'taken in part', refused: 'refused' } as const;

function modelWords(entry: Extract<AuditEntry, { type: 'api' }>): string {
  return [
    entry.what,
    ...(entry.model === null ? [] : [plainLine(entry.model)]),
    ...(entry.status === null ? [] : [String(entry.status)]),
    ...(entry.cost_usd === null ? [] : [dollars(entry.cost_usd)]),
    ...(entry.because === null ? [] : [plainLine(entry.because)]),
  ].join(' ');
}

/** Which worker a record is about, where its own words do not say. */
function workerOf(entry: AuditEntry): string {
  if (entry.type === 'worker' || entry.type === 'worker_end') return '';
  return 'worker' in entry && entry.worker !== undefined ? `[${plainLine(entry.worker)}] ` : '';
}

function actorOf(actor: readonly string[]): string {
  return plainLine(actor.join('/'), 40);
}

/** The telling argument of the call; of an input that was cut, its beginning. */
function argument(tool: string, { text }: AuditInput): string {
  try {
    return plainLine(describeInput({ tool, input: JSON.parse(text) as unknown }));
  } catch {
    return plainLine(text);
  }
}

function toneOf(entry: AuditEntry): ShownRecord['tone'] {
  if (entry.type === 'asked' || entry.type === 'egress') return entry.verdict === 'allow' ? 'good' : 'bad';
  if (entry.type === 'end') return entry.outcome === 'success' ? 'good' : 'bad';
  if (entry.type === 'worker_end') return entry.end === 'finished' ? 'good' : 'bad';
  if (entry.type === 'fleet') return entry.became === 'done' ? 'plain' : 'bad';
  if (entry.type === 'output') return entry.became === 'accepted' ? 'good' : 'bad';
  if (entry.type === 'withheld') return 'bad';
  if (entry.type === 'ended') return entry.is_error ? 'bad' : 'plain';
  if (entry.type === 'api') return entry.what === 'refused' || entry.what === 'failed' ? 'bad' : 'plain';
  return 'plain';
}
