import { dollars } from '../../core/output/amounts.ts';
import { rowOf } from '../runs/run-row.ts';
import { keptRuns } from '../runs/runs-folder.ts';
import { table } from '../table.ts';

/** What the local runs of an agent cost on a day (UTC). Money in US dollars; scripted runs spend nothing. */
export type LocalSum = {
  day: string;
  agent: string;
  runs: number;
  scripted: number;
  spentUsd: number;
  unknown: number;
};

/** The sums of the runs that are kept in a folder, the newest day first. */
export async function localSums(runs: string): Promise<LocalSum[]> {
  const sums = new Map<string, LocalSum>();
  for (const kept of keptRuns(runs)) {
    const { agent, began, scripted, costUsd } = await rowOf(kept);
    const day = began.slice(0, 10);
    const key = `${day} ${agent}`;
    const sum = sums.get(key) ?? { day, agent, runs: 0, scripted: 0, spentUsd: 0, unknown: 0 };
    sums.set(key, {
      ...sum,
      runs: sum.runs + 1,
      scripted: sum.scripted + (scripted ? 1 : 0),
      spentUsd: sum.spentUsd + (scripted ? 0 : (costUsd ?? 0)),
      unknown: sum.unknown + (!scripted && costUsd === null ? 1 : 0),
    });
  }
  return [...sums.values()];
}

/** The same as a table. */
export function localTable(sums: readonly LocalSum[]): string {
  if (sums.length === 0) return 'No run is kept on this machine yet.\n';
  const rows = sums.map(({ day, agent, runs, scripted, spentUsd, unknown }) => [
    day,
    agent,
    String(runs),
    String(scripted),
    `${dollars(spentUsd)}${unknown === 0 ? '' : ` and ${unknown} of unknown cost`}`,
  ]);
  return table(['DAY', 'AGENT', 'RUNS', 'SCRIPTED', 'SPENT'], rows);
}
