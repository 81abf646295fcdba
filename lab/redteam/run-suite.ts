import { runScenario, type RunOptions, type ScenarioReport } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import type { RedteamWorld } from './world.ts';

/** Runs scenarios, so many side by side, and tells of each as it ends. Returns the reports in the scenarios' order. */
export async function runSuite(
  scenarios: readonly Scenario[],
  world: RedteamWorld,
  options: RunOptions & { jobs: number; onReport: (report: ScenarioReport) => void },
): Promise<ScenarioReport[]> {
  const reports = new Map<string, ScenarioReport>();
  const waiting = [...scenarios];
  const runOne = async (scenario: Scenario) => {
    try {
      return await runScenario(scenario, world, options);
    } catch (error) {
      return broken(scenario, error);
    }
  };
  const work = async () => {
    for (let next = waiting.shift(); next && !options.signal.aborted; next = waiting.shift()) {
      const report = await runOne(next);
      reports.set(next.id, report);
      options.onReport(report);
    }
  };
  await Promise.all(Array.from({ length: options.jobs }, work));
  return scenarios.flatMap(({ id }) => reports.get(id) ?? []);
}

/** A scenario whose stage fell over: it did not run, which is said, and the others go on. */
function broken({ id, title, layers }: Scenario, error: unknown): ScenarioReport {
  const notRun = error instanceof Error ? error.message : String(error);
  return { id, title, layers, hits: [], notRun, outcome: null, calls: 0, ablations: [], tookMs: 0 };
}
