import type { AuditEntry } from '../../core/audit/entry.ts';
import { counted, dollars, duration } from '../../core/output/amounts.ts';
import type { Result } from '../../core/output/result.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, facts } from './dom.ts';

/** Each ending in words, with a sign that needs no colour. */
export const ENDINGS: Readonly<Record<Result['outcome'], readonly [tone: string, words: string]>> = {
  success: ['good', '✓ done'],
  failed: ['bad', '✕ failed'],
  refused: ['bad', '✕ refused'],
  cancelled: ['plain', '◼ cancelled'],
  timed_out: ['bad', '✕ out of time'],
};

/** What ran, how it ended, what it cost; and why, where it did not succeed. */
export function headline(data: RunPage, entries: readonly AuditEntry[]): Node {
  const { result } = data;
  const start = entries[0]?.type === 'start' ? entries[0] : null;
  const agent = result?.agent ?? start?.agent ?? data.name;
  document.title = `${visibleLine(agent, 64)} – dispatch report`;
  return el(
    'header',
    {},
    el('p', { class: 'quiet' }, `dispatch report · ${visibleLine(data.name, 120)}`),
    el('h1', {}, visibleLine(agent, 64)),
    el('p', { class: 'badges' }, ...badges(data)),
    ...problems(data),
    facts([
      ['Cost', costOf(result, start?.budget_usd)],
      ['Time', result === null ? undefined : duration(result.duration_ms)],
      [
        'Calls',
        result === null ? undefined : `${result.calls.allowed} allowed, ${result.calls.refused} refused`,
      ],
      ['Turns', result?.turns?.toString()],
      ['Tokens', tokensOf(result)],
      ['Model', result?.model ?? start?.model],
      ['Asked by', start?.actor && visibleLine(start.actor)],
      ['Approved by', start?.approved_by && visibleLine(start.approved_by)],
      ['Began', start === null ? undefined : `${start.at.slice(0, 19).replace('T', ' ')} UTC`],
      ['Job', result?.job_id ?? undefined],
      ['Claude Code', result?.cli_version ?? undefined],
      ['Cage', result?.cage ?? undefined],
    ]),
  );
}

function badges({ result, record }: RunPage): Node[] {
  const badge = (tone: string, text: string) => el('span', { class: `badge ${tone}` }, text);
  const all = [badge(...(result === null ? (['bad', '✕ no result'] as const) : ENDINGS[result.outcome]))];
  if (result?.tainted) all.push(badge('warn', '⚠ tainted'));
  if (result?.compromised) all.push(badge('bad', '✕ a text was withheld'));
  if (record?.objection) all.push(badge('bad', '✕ the record does not hold'));
  return all.flatMap((one, at) => (at === 0 ? [one] : [document.createTextNode(' '), one]));
}

function problems({ result, resultProblem }: RunPage): Node[] {
  const notes: Node[] = [];
  if (resultProblem !== null) notes.push(el('p', { class: 'note bad' }, resultProblem));
  if (result?.cause) {
    const { code, because, remedy } = result.cause;
    const kind = result.error_code === null ? '' : ` (${result.error_code})`;
    notes.push(
      el(
        'div',
        { class: 'note bad' },
        el('p', {}, el('strong', {}, visibleLine(code)), `${kind} ${because}`),
        el('p', {}, remedy),
      ),
    );
  }
  if (result?.tainted) {
    const sources = result.tainted.map((source) => visibleLine(source)).join(', ');
    notes.push(
      el(
        'p',
        { class: 'note warn' },
        `The agent read text by strangers: ${sources}. Judge its answer accordingly.`,
      ),
    );
  }
  if (result?.wanted)
    notes.push(
      el(
        'p',
        { class: 'note' },
        `${counted(result.wanted.count, 'call')} kept for a person to decide; none was made.`,
      ),
    );
  return notes;
}

function tokensOf(result: Result | null): string | undefined {
  if (result === null || result.tokens === null) return undefined;
  const shown = (count: number) => count.toLocaleString('en');
  return `${shown(result.tokens.input)} read, ${shown(result.tokens.output)} written`;
}

function costOf(result: Result | null, budget: number | undefined): string | undefined {
  if (result?.cost_usd === null || result === null) return undefined;
  return budget === undefined
    ? dollars(result.cost_usd)
    : `${dollars(result.cost_usd)} of ${dollars(budget)}`;
}
