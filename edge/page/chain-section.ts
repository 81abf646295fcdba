import { counted } from '../../core/output/amounts.ts';
import { chainStart, followChain, type ChainSoFar } from '../../core/report/check-chain.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { sha256 } from '../../core/report/sha256.ts';
import { el, facts, section } from './dom.ts';

/** Lines checked before the browser may draw again. */
const SLICE = 2000;

/** The chain of the record, with a button that recomputes it here. */
export function chainSection(data: RunPage): Node {
  const { record, result } = data;
  if (record === null)
    return section('record', 'Audit record', el('p', {}, 'The run left no record: it never started.'));
  const { button, said } = verifier(data);
  const objection =
    record.objection === null
      ? null
      : el(
          'p',
          { class: 'note bad' },
          `Line ${record.objection.line}: ${record.objection.because}. What follows it is not shown.`,
        );
  return section(
    'record',
    'Audit record',
    objection,
    facts([
      ['Records', String(record.lines.length)],
      ['Ends with', el('code', {}, record.head)],
      ['Published', el('code', {}, result?.audit_head ?? 'nothing')],
    ]),
    el('p', {}, button),
    said,
    el(
      'p',
      { class: 'quiet' },
      'Every record names the SHA-256 of the one before it. Compare the last digest with the one that the run published: whoever can change this file can change what it says of itself, too.',
    ),
  );
}

/** The button, and where it says what it found. */
function verifier(data: RunPage): { button: HTMLElement; said: HTMLElement } {
  const said = el('p', { role: 'status', id: 'chain' }, 'Not yet recomputed in this page.');
  const button = el('button', { type: 'button' }, 'Verify the chain');
  button.addEventListener('click', () => {
    button.disabled = true;
    said.textContent = 'Recomputing…';
    check(data, chainStart, (words, tone) => {
      said.textContent = words;
      said.className = tone;
      button.disabled = false;
    });
  });
  return { button, said };
}

function check(data: RunPage, sofar: ChainSoFar, done: (words: string, tone: string) => void): void {
  const lines = data.record?.lines ?? [];
  const at = sofar.ok ? sofar.lines : lines.length;
  if (!sofar.ok || at >= lines.length) return done(...verdictOf(data, sofar));
  const next = followChain(sofar, lines.slice(at, at + SLICE), sha256);
  setTimeout(() => check(data, next, done), 0);
}

function verdictOf({ record, result, masked }: RunPage, chain: ChainSoFar): [words: string, tone: string] {
  const hint =
    masked.length > 0
      ? ' Secrets were masked in this page, which alone breaks the chain: check audit.jsonl with "dispatch audit verify".'
      : '';
  if (!chain.ok) return [`✕ The chain is broken at record ${chain.line}: ${chain.because}.${hint}`, 'bad'];
  if (chain.head !== record?.head)
    return ['✕ The chain holds, but does not end with the digest that this page names.', 'bad'];
  if (record.objection !== null)
    return [
      `✕ The ${counted(chain.lines, 'record')} shown here chain; the record they are from does not hold.`,
      'bad',
    ];
  const published = result?.audit_head ?? null;
  if (published !== null && published !== chain.head)
    return ['✕ The chain holds, but does not end with the digest that the run published.', 'bad'];
  return [
    `✓ The chain holds: ${counted(chain.lines, 'record')}, the last with the digest ${chain.head}.`,
    'good',
  ];
}
