import { aligned } from '../../../core/check/aligned.ts';
import { exits, exitsOf, type Exit } from '../exits.ts';
import type { ScenarioReport } from '../run-scenario.ts';
import { Layer } from '../scenario.ts';

/** How many attacks concerned a layer or an exit, and what became of them. */
export type Tally = { name: string; attacks: number; held: number; hits: number; notRun: number };

/** The attacks by the layer that they are on; one on two layers counts for both. */
export function byLayer(reports: readonly ScenarioReport[]): Tally[] {
  return Layer.options.map((layer) =>
    tally(
      layer,
      reports.filter(({ layers }) => layers.includes(layer)),
      ({ hits }) => hits.length > 0,
    ),
  );
}

/** The attacks by the ways out that were watched in them; a hit counts where it was found. */
export function byExit(reports: readonly ScenarioReport[]): Tally[] {
  return (Object.keys(exits) as Exit[]).map((exit) =>
    tally(
      exits[exit],
      reports.filter(({ oracles }) => oracles.some((oracle) => exitsOf[oracle].includes(exit))),
      ({ hits }) => hits.some((hit) => hit.exit === exit),
    ),
  );
}

function tally(
  name: string,
  reports: readonly ScenarioReport[],
  isHit: (report: ScenarioReport) => boolean,
): Tally {
  const hits = reports.filter(isHit).length;
  const notRun = reports.filter((one) => one.notRun !== null && !isHit(one)).length;
  return { name, attacks: reports.length, held: reports.length - hits - notRun, hits, notRun };
}

const HEAD = ['attacks', 'held', 'hits', 'not run'];

/** A table for a terminal, and a line of what no attack concerned. */
export function tableLines(title: string, tallies: readonly Tally[]): string[] {
  const rows = tallies
    .filter(({ attacks }) => attacks > 0)
    .map(({ name, attacks, held, hits, notRun }) => [name, ...[attacks, held, hits, notRun].map(String)]);
  const idle = tallies.filter(({ attacks }) => attacks === 0).map(({ name }) => name);
  return [
    ...aligned([[title, ...HEAD], ...rows]),
    ...(idle.length === 0 ? [] : [`without an attack: ${idle.join('; ')}`]),
  ];
}
