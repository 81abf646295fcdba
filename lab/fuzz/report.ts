import { createHash } from 'node:crypto';
import type { HostileCall } from './call.ts';
import type { Campaign, Finding } from './campaign.ts';
import type { Outcome } from './outcomes.ts';

const COLUMNS: readonly Outcome[] = ['allowed', 'erred', 'refused', 'turned down', 'cut'];
const OWN_ROWS = ['Read', 'Grep', 'Glob', 'Edit', 'Write', 'Bash'];
/** Hits that are told in full; a hole in a layer makes thousands. */
const SHOWN = 20;

/** Tells two lists of calls apart: the same seed gives the same digest. */
export function digestOf(calls: readonly HostileCall[]): string {
  return createHash('sha256').update(JSON.stringify(calls)).digest('hex').slice(0, 16);
}

/** What became of the calls, by profile and tool. */
export function tallyLines(calls: readonly HostileCall[], { outcomes }: Campaign): string[] {
  const rows = new Map<string, Record<Outcome, number>>();
  for (const { index, shape, tool } of calls) {
    const outcome = outcomes.get(index);
    if (outcome === undefined) continue;
    const name = `${shape} ${OWN_ROWS.includes(tool) ? tool : 'others'}`;
    const row = rows.get(name) ?? { allowed: 0, erred: 0, refused: 0, 'turned down': 0, cut: 0 };
    row[outcome] += 1;
    rows.set(name, row);
  }
  const cells = (first: string, rest: readonly (string | number)[]) =>
    first.padEnd(18) + rest.map((one) => String(one).padStart(13)).join('');
  return [
    cells('', COLUMNS),
    ...[...rows]
      .toSorted(([one], [other]) => one.localeCompare(other))
      .map(([name, row]) =>
        cells(
          name,
          COLUMNS.map((column) => row[column]),
        ),
      ),
  ];
}

/** The hits, and how each can be seen again. */
export function findingLines(findings: readonly Finding[], seed: number): string[] {
  const shown = findings.slice(0, SHOWN).flatMap(({ what, call, shape, indexes }) => {
    const replay = call === null ? `${indexes[0]}-${indexes[1]}` : String(call.index);
    return [
      `HIT ${what}`,
      call === null
        ? `    by one of the calls ${indexes[0]} to ${indexes[1]} against ${shape}`
        : `    by call ${call.index} of seed ${seed}, ${call.tool} ${JSON.stringify(call.input).slice(0, 1500)}`,
      `    again: npm run fuzz -- cage --seed ${seed} --profile ${shape} --replay ${replay}`,
    ];
  });
  const rest = findings.length - SHOWN;
  return rest > 0 ? [...shown, `and ${rest} more`] : shown;
}

/** The last line. */
export function totalLine(made: number, seed: number, findings: readonly Finding[], seconds: number): string {
  const canaries = findings.filter(({ kind }) => kind === 'canary');
  const count = (kind: Finding['kind']) => findings.filter((one) => one.kind === kind).length;
  const bytes = canaries.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  const parts = [
    `${made} calls, seed ${seed}`,
    `${bytes} canary bytes outside`,
    `${count('write')} writes outside`,
    `${count('connection')} connections out`,
    `${count('process')} processes left`,
    `${seconds.toFixed(0)} s`,
  ];
  return parts.join(', ');
}
