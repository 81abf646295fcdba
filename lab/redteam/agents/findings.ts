import type { CheckFinding } from '../../../core/check/check-config.ts';
import type { ScenarioReport } from '../run-scenario.ts';
import type { Target } from './target.ts';

/** What was found, each at its agent's place in the configuration, as `dispatch check` tells what it finds. */
export function findingsOf(reports: readonly ScenarioReport[], targets: readonly Target[]): CheckFinding[] {
  return reports.flatMap((report) => {
    const target = targets.find(({ agent }) => agent === report.agent) ?? targets[0];
    const { file = '', line = 1, column = 1 } = target ?? {};
    const at = { file, ...(report.agent === null ? { line: 1, column: 1 } : { line, column }) };
    const key = report.agent === null ? '' : `agents.${report.agent}`;
    const hits = report.hits.map(({ what }) => ({
      ...at,
      key,
      level: 'error' as const,
      code: report.id,
      message: `${report.title}: ${what}.`,
      remedy: 'Something got through: narrow the agent, and report it as SECURITY.md says.',
    }));
    if (report.notRun === null) return hits;
    const message = `${report.title}: the attack was not made, since ${report.notRun}.`;
    const remedy = 'Nothing is known of it; run it alone by its id, with --keep.';
    return [...hits, { ...at, key, level: 'warning' as const, code: report.id, message, remedy }];
  });
}
