import type { AuditEntry } from '../../core/audit/entry.ts';
import { counted } from '../../core/output/amounts.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { visibleLine } from '../../core/report/visible.ts';
import { el, section, table } from './dom.ts';

/** What the agent answered, as it left; and the calls that wait for a person. */
export function outputSection({ result }: RunPage): Node | null {
  if (result === null) return null;
  const text = result.text.trim();
  const answer =
    text === ''
      ? el('p', {}, 'The agent wrote no answer.')
      : el('pre', { class: 'answer', tabindex: '0', 'aria-label': 'Answer of the agent' }, text);
  const wanted =
    result.wanted?.calls.map((call) => [visibleLine(call.tool), visibleLine(call.input, 400)]) ?? [];
  const asked =
    wanted.length === 0 ? null : table('Calls kept for a person to decide', ['Tool', 'Input'], wanted);
  return section('output', 'Answer', answer, asked);
}

/** What the gate changed or kept back; left out when it did neither. */
export function gateSection({ result, masked }: RunPage, entries: readonly AuditEntry[]): Node | null {
  const kept = entries.filter((entry) => entry.type === 'withheld');
  const masks = result?.masked ?? [];
  if (kept.length === 0 && masks.length === 0 && masked.length === 0) return null;
  const counts = (rows: readonly { kind: string; count: number }[]) =>
    rows.map(({ kind, count }) => [visibleLine(kind), String(count)]);
  return section(
    'gate',
    'What the gate changed',
    masks.length === 0 ? null : table('Secrets masked in the result', ['Kind', 'Count'], counts(masks), [1]),
    masked.length === 0 ? null : table('Secrets masked in this page', ['Kind', 'Count'], counts(masked), [1]),
    kept.length === 0
      ? null
      : table(
          `${counted(kept.length, 'text')} withheld`,
          ['Time', 'For', 'Part', 'Because of'],
          kept
            .slice(0, 200)
            .map((entry) => [
              entry.at.slice(11, 19),
              entry.sink,
              visibleLine(entry.field ?? ''),
              visibleLine(entry.kinds.join(', ')),
            ]),
        ),
  );
}
