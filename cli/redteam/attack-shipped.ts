import { writeFile } from 'node:fs/promises';
import { isGood, reportLines, totalLine } from '../../lab/redteam/report.ts';
import { runSuite } from '../../lab/redteam/run-suite.ts';
import type { RedteamWorld } from '../../lab/redteam/world.ts';
import type { Asked } from './asked.ts';
import type { AttackProgress } from './attack-progress.ts';

/** Attacks the layers with the scenarios' own profiles. Returns 0 when all held and every ablation fired, else 1. */
export async function attackShipped(
  asked: Asked,
  world: RedteamWorld,
  { signal, progress }: { signal: AbortSignal; progress: AttackProgress },
): Promise<number> {
  const began = Date.now();
  const { scenarios, json } = asked;
  const reports = await runSuite(scenarios, world, {
    ...asked,
    signal,
    onMove: (done, now) =>
      progress.move(
        done,
        scenarios.length,
        now.map(({ id }) => id),
      ),
    onReport(report) {
      progress.hit(report.hits.length > 0 ? 1 : 0);
      progress.say(...reportLines(report));
    },
  });
  const total = totalLine(reports, Date.now() - began, scenarios.length);
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ total, reports }, null, 2)}\n`);
  progress.say(total);
  return reports.length === scenarios.length && reports.every(isGood) ? 0 : 1;
}
