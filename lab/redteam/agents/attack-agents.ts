import { counted } from '../../../core/output/amounts.ts';
import { oraclesOf } from '../oracles/table.ts';
import {
  ablateScenario,
  type AblationReport,
  type RunOptions,
  type ScenarioReport,
} from '../run-scenario.ts';
import { runOrBroken } from '../run-suite.ts';
import type { Scenario } from '../scenario.ts';
import { sideBySide } from '../side-by-side.ts';
import type { RedteamWorld } from '../world.ts';
import { combine, onAgent, type Combined } from './combine.ts';
import { mayCall, isAttackOn, meetingOf } from './meeting.ts';
import type { Target } from './target.ts';

/** What became of an attack on a configuration. */
export type Campaign = {
  reports: ScenarioReport[];
  /** By the id of the scenario; empty unless it was asked for. */
  ablations: { id: string; ablations: AblationReport[] }[];
  /** How many caged runs it took. */
  runs: number;
};

type Options = RunOptions & {
  jobs: number;
  onReport: (reports: ScenarioReport[], what: string) => void;
  onAblated: (id: string, ablations: AblationReport[]) => void;
};

/** One or more runs that belong together. Returns what was found, and how many runs that took. */
type Job = { what: string; make: () => Promise<{ reports: ScenarioReport[]; runs: number }> };

/**
 * Attacks every agent of a configuration with every scenario that is one for it. Scenarios that can share a run do:
 * where such a run shows anything, or ends early, each of them is made again by itself, and that counts.
 */
export async function attackAgents(
  targets: readonly Target[],
  scenarios: readonly Scenario[],
  world: RedteamWorld,
  options: Options,
): Promise<Campaign> {
  const campaign: Campaign = { reports: [], ablations: [], runs: 0 };
  const plain = { ...options, ablations: false };
  await sideBySide(jobsOf(targets, scenarios, world, plain), options, async ({ what, make }) => {
    const { reports, runs } = await make();
    campaign.reports.push(...reports);
    campaign.runs += runs;
    options.onReport(reports, what);
  });
  if (!options.ablations) return campaign;
  await sideBySide(scenarios, options, async (scenario) => {
    const ablations = await ablateScenario(scenario, world, options);
    campaign.ablations.push({ id: scenario.id, ablations });
    campaign.runs += ablations.length;
    options.onAblated(scenario.id, ablations);
  });
  return campaign;
}

function jobsOf(
  targets: readonly Target[],
  scenarios: readonly Scenario[],
  world: RedteamWorld,
  options: RunOptions,
): Job[] {
  const one = (scenario: Scenario): Job => ({
    what: `${scenario.id}${scenario.agent === undefined ? '' : ` on ${scenario.agent}`}`,
    make: async () => ({ reports: [await runOrBroken(scenario, world, options)], runs: 1 }),
  });
  const many = (combined: Combined, target: Target): Job => ({
    what: `${counted(combined.parts.length, 'attack')} on ${target.agent}`,
    make: () => runCombined(combined, target, world, options),
  });
  const shared = scenarios.filter((scenario) => meetingOf(scenario) === 'together');
  const together = targets.flatMap((target) =>
    combine(
      shared.filter((scenario) => isAttackOn(scenario, target)),
      target,
    ).map((combined) => many(combined, target)),
  );
  const others = scenarios.filter(
    (scenario) => !shared.includes(scenario) || !targets.some((target) => isAttackOn(scenario, target)),
  );
  // The long ones first, so that none of them is alone at the end.
  return [...together, ...others.map((scenario) => one(onWidest(scenario, targets)))];
}

async function runCombined(
  { parts, scenario }: Combined,
  target: Target,
  world: RedteamWorld,
  options: RunOptions,
): Promise<{ reports: ScenarioReport[]; runs: number }> {
  const whole = await runOrBroken(scenario, world, options);
  if (whole.hits.length === 0 && whole.notRun === null) {
    const tookMs = Math.round(whole.tookMs / parts.length);
    const reports = parts.map((part) => {
      const { id, title, layers } = part;
      return { ...whole, id, title, layers, oracles: oraclesOf(part), tookMs };
    });
    return { reports, runs: 1 };
  }
  const reports: ScenarioReport[] = [];
  for (const part of parts) {
    if (options.signal.aborted) break;
    reports.push(await runOrBroken(onAgent(part, target), world, options));
  }
  return { reports, runs: reports.length + 1 };
}

/** A scenario on the agent that can do the most of what the attack is made with; as it is written where none can. */
function onWidest(scenario: Scenario, targets: readonly Target[]): Scenario {
  if (meetingOf(scenario) !== 'alone') return scenario;
  const able = targets.filter(
    (target) =>
      target.plan.outputSchema === null && isAttackOn(scenario, target) && mayCall(scenario, target),
  );
  const [widest] = able.toSorted((one, other) => other.plan.tools.length - one.plan.tools.length);
  return widest === undefined ? scenario : onAgent(scenario, widest);
}
