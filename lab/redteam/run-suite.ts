import { oraclesOf } from './oracles/table.ts';
import { runScenario, type RunOptions, type ScenarioReport } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { sideBySide, type OnMove } from './side-by-side.ts';
import type { RedteamWorld } from './world.ts';

/** Runs scenarios, so many side by side, and tells of each as it ends. Returns the reports in the scenarios' order. */
export async function runSuite(
  scenarios: readonly Scenario[],
  world: RedteamWorld,
  options: RunOptions & {
    jobs: number;
    onMove: OnMove<Scenario>;
    onReport: (report: ScenarioReport) => void;
  },
): Promise<ScenarioReport[]> {
  const reports = new Map<string, ScenarioReport>();
  await sideBySide(scenarios, options, async (scenario) => {
    const report = await runOrBroken(scenario, world, options);
    reports.set(scenario.id, report);
    options.onReport(report);
  });
  return scenarios.flatMap(({ id }) => reports.get(id) ?? []);
}

/** Runs one scenario. One whose stage falls over did not run, which is said, and the others go on. */
export async function runOrBroken(
  scenario: Scenario,
  world: RedteamWorld,
  options: RunOptions,
): Promise<ScenarioReport> {
  try {
    return await runScenario(scenario, world, options);
  } catch (error) {
    const { id, title, layers, agent = null } = scenario;
    const notRun = error instanceof Error ? error.message : String(error);
    const oracles = oraclesOf(scenario);
    return {
      id,
      title,
      agent,
      layers,
      oracles,
      hits: [],
      notRun,
      outcome: null,
      calls: 0,
      ablations: [],
      tookMs: 0,
    };
  }
}
