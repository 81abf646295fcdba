import type { AblationReport, ScenarioReport } from './run-scenario.ts';

/** Whether a scenario is as it should be: it ran, it held, and each of its ablations fired. */
export function isGood({ hits, notRun, ablations }: ScenarioReport): boolean {
  return hits.length === 0 && notRun === null && ablations.every(({ fired }) => fired);
}

/** One scenario as a line, with a line for each thing that is not as it should be. */
export function reportLines(report: ScenarioReport): string[] {
  const { id, agent, hits, notRun, ablations, tookMs, title } = report;
  const name = agent === null ? id : `${id} on ${agent}`;
  const state = hits.length > 0 ? 'HIT' : notRun === null ? 'held' : 'DID NOT RUN';
  const fired = ablations.filter((one) => one.fired).length;
  const ablated =
    ablations.length === 0
      ? ''
      : fired === ablations.length
        ? `, ${ablations.length === 1 ? 'ablation' : `${fired} ablations`} fired`
        : ', ABLATION SILENT';
  const line = `${name.padEnd(36)} ${`${state}${ablated}`.padEnd(32)} ${(tookMs / 1000).toFixed(1).padStart(5)} s  ${title}`;
  return [
    line,
    ...hits.map(({ oracle, what }) => `    ${oracle}: ${what}`),
    ...(notRun === null ? [] : [`    did not run: ${notRun}`]),
    ...silentLines(ablations),
  ];
}

/** The ablations that were not seen, a line each. */
export function silentLines(ablations: readonly AblationReport[]): string[] {
  return ablations
    .filter((one) => !one.fired)
    .map(({ holes, hits: other, broken }) => {
      if (broken !== undefined) return `    with ${holes.join(' + ')}: it could not be made: ${broken}`;
      const saw =
        other.length === 0 ? 'no oracle fired' : `only ${other.map(({ oracle }) => oracle).join(', ')} fired`;
      return `    with ${holes.join(' + ')}: ${saw}, so the check cannot fail`;
    });
}

/** The figures of a whole suite as its last line. */
export function totalLine(reports: readonly ScenarioReport[], tookMs: number, asked: number): string {
  const hits = reports.filter((one) => one.hits.length > 0).length;
  const ablations = reports.flatMap((one) => one.ablations);
  const fired = ablations.filter((one) => one.fired).length;
  const idle = reports.filter((one) => one.notRun !== null).length + asked - reports.length;
  const words = [
    `${reports.length} scenario${reports.length === 1 ? '' : 's'}`,
    `${hits} hit${hits === 1 ? '' : 's'}`,
    ...(ablations.length === 0 ? [] : [`${fired} of ${ablations.length} ablations fired`]),
    ...(idle === 0 ? [] : [`${idle} did not run`]),
    `${Math.round(tookMs / 1000)} s`,
  ];
  return words.join(', ');
}
