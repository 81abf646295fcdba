import type { AuditEntry } from '../audit/entry.ts';
import { assertNever } from '../fault.ts';
import { dollars } from '../output/amounts.ts';
import { describeInput } from '../policy/describe.ts';
import type { TimelineRow } from './timeline.ts';
import { visibleLine } from './visible.ts';

/** A row in words: what kind of thing happened, to what, and how it ended. Without anything a page would obey. */
export type RowWords = { readonly what: string; readonly text: string; readonly ending: string };

/** Puts a row of the timeline into words. */
export function rowWords(row: TimelineRow): RowWords {
  if (row.kind === 'call') return callWords(row);
  if (row.kind === 'request') return requestWords(row);
  return otherWords(row.entry);
}

function callWords({ entry, ended }: Extract<TimelineRow, { kind: 'call' }>): RowWords {
  const path = entry.actor[0] === 'main' ? entry.actor.slice(1) : entry.actor;
  const who = path.length > 0 ? `${visibleLine(path.join('/'), 40)}: ` : '';
  const text = `${who}${visibleLine(entry.tool, 60)} ${argumentOf(entry)}`;
  if (entry.verdict === 'deny') return { what: '✕ refused', text, ending: visibleLine(entry.rule, 60) };
  const took = ended === null ? 'no result' : milliseconds(ended.duration_ms);
  return { what: '✓ allowed', text, ending: ended?.is_error === true ? `error, ${took}` : took };
}

/** The telling argument of a call; of an input that was cut, its beginning. */
function argumentOf({ tool, input }: Extract<AuditEntry, { type: 'asked' }>): string {
  try {
    return visibleLine(describeInput({ tool, input: JSON.parse(input.text) as unknown }));
  } catch {
    return visibleLine(input.text);
  }
}

function requestWords({ entry, number, answer }: Extract<TimelineRow, { kind: 'request' }>): RowWords {
  const text = `request ${number} to ${visibleLine(entry.model ?? 'the model', 80)}`;
  if (answer === null) return { what: '→ model', text, ending: 'no answer' };
  if (answer.what === 'failed')
    return {
      what: '✕ model',
      text,
      ending: visibleLine(`${answer.status ?? ''} ${answer.because ?? 'failed'}`, 60),
    };
  return { what: '→ model', text, ending: answer.cost_usd === null ? '' : dollars(answer.cost_usd) };
}

function otherWords(entry: Exclude<AuditEntry, { type: 'asked' }>): RowWords {
  switch (entry.type) {
    case 'start':
      return { what: '• start', text: visibleLine(`${entry.agent} for ${entry.actor}`), ending: '' };
    case 'canary':
      return {
        what: '• check',
        text: visibleLine(`a call of ${entry.tool} was refused, as it should be`),
        ending: '',
      };
    case 'ended':
      return {
        what: '• ended',
        text: `call ${entry.seq}, which nobody asked for`,
        ending: milliseconds(entry.duration_ms),
      };
    case 'api':
      return {
        what: '✕ model',
        text: visibleLine(`${entry.what}: ${entry.because ?? 'no reason given'}`),
        ending: '',
      };
    case 'egress': {
      const what = entry.verdict === 'allow' ? '✓ host' : '✕ host';
      return { what, text: visibleLine(`${entry.host}:${entry.port}`), ending: visibleLine(entry.because) };
    }
    case 'unpinned':
      return { what: '• tool', text: visibleLine(`${entry.tool} is not pinned`), ending: '' };
    case 'withheld':
      return {
        what: '✕ gate',
        text: visibleLine(`withheld a text for ${entry.sink}`),
        ending: visibleLine(entry.kinds.join(', ')),
      };
    case 'output':
      return outputWords(entry);
    case 'worker':
      return {
        what: '• worker',
        text: visibleLine(`${entry.worker} (${entry.agent}) for ${entry.lead}`),
        ending: `at most ${dollars(entry.budget_usd)}`,
      };
    case 'worker_end':
      return { what: '• worker', text: visibleLine(`${entry.worker} ended`), ending: entry.end };
    case 'fleet':
      return {
        what: entry.became === 'done' ? '✓ fleet' : '✕ fleet',
        text: visibleLine(entry.because === null ? entry.tool : `${entry.tool}: ${entry.because}`),
        ending: entry.became,
      };
    case 'end':
      return { what: '• end', text: visibleLine(entry.because ?? entry.outcome), ending: entry.outcome };
    default:
      return assertNever(entry);
  }
}

/** What was handed in, and what became of it. */
function outputWords({ kind, became, because }: Extract<AuditEntry, { type: 'output' }>): RowWords {
  const what = became === 'refused' ? '✕ output' : '✓ output';
  return { what, text: visibleLine(because === null ? kind : `${kind}: ${because}`), ending: became };
}

/** A short time for people. */
export function milliseconds(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
