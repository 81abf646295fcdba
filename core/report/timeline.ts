import type { AuditEntry } from '../audit/entry.ts';

type Of<Type extends AuditEntry['type']> = Extract<AuditEntry, { type: Type }>;

/** One line of the timeline: an entry of the record, with what later entries say of how it ended. */
export type TimelineRow =
  | { readonly kind: 'call'; readonly entry: Of<'asked'>; ended: Of<'ended'> | null }
  /** A request to the model. `number` counts them from 1; `answer` is null while nothing came back. */
  | { readonly kind: 'request'; readonly entry: Of<'api'>; readonly number: number; answer: Of<'api'> | null }
  | { readonly kind: 'other'; readonly entry: Exclude<AuditEntry, Of<'asked'>> };

/** The entries of a record as a timeline: each call with its end, each request to the model with its answer. */
export function timelineOf(entries: readonly AuditEntry[]): TimelineRow[] {
  const rows: TimelineRow[] = [];
  const calls = new Map<number, Extract<TimelineRow, { kind: 'call' }>>();
  const open: Extract<TimelineRow, { kind: 'request' }>[] = [];
  let requests = 0;
  for (const entry of entries) {
    if (entry.type === 'asked') {
      const row = { kind: 'call', entry, ended: null } satisfies TimelineRow;
      calls.set(entry.seq, row);
      rows.push(row);
    } else if (entry.type === 'ended' && calls.get(entry.seq)?.ended === null) {
      (calls.get(entry.seq) as { ended: Of<'ended'> }).ended = entry;
    } else if (entry.type === 'api' && entry.what === 'forwarded') {
      const row = { kind: 'request', entry, number: ++requests, answer: null } satisfies TimelineRow;
      open.push(row);
      rows.push(row);
    } else if (entry.type !== 'api' || !answered(open, entry)) {
      rows.push({ kind: 'other', entry });
    }
  }
  return rows;
}

/** Several requests may be open at once: an answer belongs to the oldest of the same agent and model. */
function answered(open: Extract<TimelineRow, { kind: 'request' }>[], entry: Of<'api'>): boolean {
  if (entry.what === 'refused') return false;
  const own = open.filter((row) => row.entry.worker === entry.worker);
  const row = own.find((one) => one.entry.model === entry.model) ?? own[0];
  if (row === undefined) return false;
  open.splice(open.indexOf(row), 1);
  row.answer = entry;
  return true;
}

/** What a row says about going well or badly. */
export function toneOfRow(row: TimelineRow): 'good' | 'bad' | 'plain' {
  if (row.kind === 'call')
    return row.entry.verdict === 'deny' || row.ended?.is_error === true ? 'bad' : 'good';
  if (row.kind === 'request') return row.answer?.what === 'failed' ? 'bad' : 'plain';
  const { entry } = row;
  if (entry.type === 'egress') return entry.verdict === 'deny' ? 'bad' : 'good';
  if (entry.type === 'end') return entry.outcome === 'success' ? 'good' : 'bad';
  if (entry.type === 'worker_end') return entry.end === 'finished' ? 'good' : 'bad';
  if (entry.type === 'fleet') return entry.became === 'done' ? 'plain' : 'bad';
  return entry.type === 'withheld' || entry.type === 'api' ? 'bad' : 'plain';
}
