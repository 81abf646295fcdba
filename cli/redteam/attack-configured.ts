import { writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import about from '../../package.json' with { type: 'json' };
import { sarifLog } from '../../core/check/sarif.ts';
import { counted } from '../../core/output/amounts.ts';
import { attackAgents, type Campaign } from '../../lab/redteam/agents/attack-agents.ts';
import { findingsOf } from '../../lab/redteam/agents/findings.ts';
import { findingsPage } from '../../lab/redteam/agents/findings-page.ts';
import { byExit, byLayer, tableLines } from '../../lab/redteam/agents/tables.ts';
import { placeLines } from '../../lab/redteam/agents/place.ts';
import type { Target } from '../../lab/redteam/agents/target.ts';
import { isGood, reportLines, silentLines } from '../../lab/redteam/report.ts';
import type { RedteamWorld } from '../../lab/redteam/world.ts';
import type { Asked } from './asked.ts';
import type { AttackProgress } from './attack-progress.ts';

/** Attacks the agents of configurations and tells of it. Returns 0 when all held and every ablation fired, else 1. */
export async function attackConfigured(
  targets: readonly Target[],
  asked: Asked,
  world: RedteamWorld,
  { signal, progress }: { signal: AbortSignal; progress: AttackProgress },
): Promise<number> {
  const began = Date.now();
  const { say } = progress;
  const { scenarios } = asked;
  say(
    `${counted(targets.length, 'agent')} (${targets.map(({ agent }) => agent).join(', ')}), ${counted(scenarios.length, 'scenario')}`,
  );
  const campaign = await attackAgents(targets, scenarios, world, {
    ...asked,
    signal,
    onMove: progress.move,
    onReport(reports, what) {
      const bad = reports.filter((one) => !isGood(one));
      progress.hit(bad.filter(({ hits }) => hits.length > 0).length);
      say(`${bad.length === 0 ? 'held' : `${bad.length} did not hold`.toUpperCase()}  ${what}`);
      for (const report of bad) say(...reportLines(report));
    },
    onAblated(id, made) {
      const silent = silentLines(made);
      say(
        `${silent.length === 0 ? 'fired' : 'ABLATION SILENT'}  ${counted(made.length, 'hole')} in the layers, ${id}`,
        ...silent,
      );
    },
  });
  const { reports, ablations, placed } = campaign;
  if (placed.some(({ because }) => because !== null)) say('', ...placeLines(placed), PLACES);
  say('', ...tableLines('layer', byLayer(reports)), '', ...tableLines('exit', byExit(reports)), '');
  const total = totalOf(targets.length, scenarios.length, campaign, Date.now() - began);
  await writeAll(total, campaign, targets, asked);
  say(total);
  const fired = ablations.every(({ ablations: made }) => made.every((one) => one.fired));
  return reports.every(isGood) && fired && !signal.aborted ? 0 : 1;
}

/** Said below the table, since most of the scenarios are not in its first row. */
const PLACES =
  'What a profile has no say in holds for every agent once it holds for one; docs/redteam-rows.md names each scenario.';

function totalOf(
  agents: number,
  scenarios: number,
  { reports, ablations, runs }: Campaign,
  tookMs: number,
): string {
  const hits = reports.filter((one) => one.hits.length > 0).length;
  const idle = reports.filter(({ notRun }) => notRun !== null).length;
  const made = ablations.flatMap((one) => one.ablations);
  return [
    counted(agents, 'agent'),
    counted(scenarios, 'scenario'),
    `${counted(reports.length, 'attack')} in ${counted(runs, 'run')}`,
    counted(hits, 'hit'),
    ...(idle === 0 ? [] : [`${idle} did not run`]),
    ...(made.length === 0
      ? []
      : [`${made.filter((one) => one.fired).length} of ${made.length} ablations fired`]),
    `${Math.round(tookMs / 1000)} s`,
  ].join(', ');
}

async function writeAll(
  total: string,
  { reports, ablations, placed }: Campaign,
  targets: readonly Target[],
  { json, sarif, page }: Asked,
): Promise<void> {
  if (json !== undefined) {
    const tables = { layers: byLayer(reports), exits: byExit(reports) };
    const places = placed.map(({ scenario: { id }, on, because }) => ({
      id,
      agents: on.map(({ agent }) => agent),
      because,
    }));
    const all = { total, ...tables, places, reports, ablations };
    await writeFile(json, `${JSON.stringify(all, null, 2)}\n`);
  }
  if (sarif !== undefined) {
    const findings = findingsOf(reports, targets).map((one) => ({ ...one, file: relative('.', one.file) }));
    const means = Object.fromEntries(reports.map(({ id, title }) => [id, title]));
    await writeFile(sarif, `${JSON.stringify(sarifLog(findings, about.version, means), null, 2)}\n`);
  }
  if (page !== undefined) await writeFile(page, findingsPage(total, reports));
}
