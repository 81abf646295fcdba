import { counted } from '../../../core/output/amounts.ts';
import { oraclesOf } from '../oracles/table.ts';
import {
  ablateScenario,
  type AblationReport,
  type RunOptions,
  type ScenarioReport,
} from '../run-scenario.ts';
import { secondsOf } from '../long-first.ts';
import { runOrBroken } from '../run-suite.ts';
import type { Scenario } from '../scenario.ts';
import { sideBySide } from '../side-by-side.ts';
import type { RedteamWorld } from '../world.ts';
import { combine, onAgent, type Combined } from './combine.ts';
import { place, type Placed } from './place.ts';
import type { Target } from './target.ts';

/** What became of an attack on a configuration. */
export type Campaign = {
  reports: ScenarioReport[];
  /** By the id of the scenario; empty unless it was asked for. */
  ablations: { id: string; ablations: AblationReport[] }[];
  /** What met which agents. */
  placed: readonly Placed[];
  /** How many caged runs it took. */
  runs: number;
};

type Options = RunOptions & {
  jobs: number;
  /** So much of so much is done, and what is being made. */
  onMove: (done: number, all: number, now: readonly string[]) => void;
  onReport: (reports: ScenarioReport[], what: string) => void;
  onAblated: (id: string, ablations: AblationReport[]) => void;
};

/** One or more runs that belong together: what they are, how long they may take, and whether they wait for most of it. */
type Job = { what: string; seconds: number; waits: boolean; make: () => Promise<void> };
type Made = { reports: ScenarioReport[]; runs: number };

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
  const placed = scenarios.map((scenario) => place(scenario, targets));
  const campaign: Campaign = { reports: [], ablations: [], placed, runs: 0 };
  const attacks = attacksOn(targets, placed, world, { ...options, ablations: false });
  const told = attacksFirst(attacks.length);
  const made = attacks.map(({ make, ...job }): Job => ({
    ...job,
    async make() {
      const { reports, runs } = await make();
      campaign.reports.push(...reports);
      campaign.runs += runs;
      told.attack(() => options.onReport(reports, job.what));
    },
  }));
  const checks = scenarios.map((scenario): Job => ({
    what: `holes for ${scenario.id}`,
    seconds: scenario.ablations.length * secondsOf(scenario),
    waits: scenario.oracles.time !== undefined,
    async make() {
      const ablations = await ablateScenario(scenario, world, options);
      campaign.ablations.push({ id: scenario.id, ablations });
      campaign.runs += ablations.length;
      told.other(() => options.onAblated(scenario.id, ablations));
    },
  }));
  await makeAll([...made, ...(options.ablations ? checks : [])], options);
  told.rest();
  return campaign;
}

/** The long ones first, so that none of them is alone at the end. */
async function makeAll(jobs: readonly Job[], options: Options): Promise<void> {
  const onMove = (done: number, now: readonly Job[]) =>
    options.onMove(
      done,
      jobs.length,
      now.map(({ what }) => what),
    );
  const ordered = jobs.toSorted((one, other) => other.seconds - one.seconds);
  const waits = (job: Job) => job.waits;
  await sideBySide(ordered, { ...options, onMove, waits }, ({ make }) => make());
}

/** Readers want to know first whether their agents hold: what else there is to tell waits until all attacks are told. */
function attacksFirst(coming: number) {
  const waiting: (() => void)[] = [];
  const rest = () => waiting.splice(0).forEach((tell) => tell());
  let left = coming;
  return {
    attack(tell: () => void): void {
      tell();
      left -= 1;
      if (left === 0) rest();
    },
    other(tell: () => void): void {
      waiting.push(tell);
      if (left === 0) rest();
    },
    rest,
  };
}

type Attack = Omit<Job, 'make'> & { make: () => Promise<Made> };

function attacksOn(
  targets: readonly Target[],
  placed: readonly Placed[],
  world: RedteamWorld,
  options: RunOptions,
): Attack[] {
  const one = (scenario: Scenario): Attack => ({
    what: `${scenario.id}${scenario.agent === undefined ? '' : ` on ${scenario.agent}`}`,
    seconds: secondsOf(scenario),
    waits: scenario.expect.outcomes?.includes('timed_out') ?? false,
    make: async () => ({ reports: [await runOrBroken(scenario, world, options)], runs: 1 }),
  });
  const many = (combined: Combined, target: Target): Attack => ({
    what: `${counted(combined.parts.length, 'attack')} on ${target.agent}`,
    seconds: secondsOf(combined.scenario),
    waits: false,
    make: () => runCombined(combined, target, world, options),
  });
  const together = targets.flatMap((target) =>
    combine(
      placed.flatMap(({ scenario, meeting, on }) =>
        meeting === 'each' && on.includes(target) ? [scenario] : [],
      ),
      target,
    ).map((combined) => many(combined, target)),
  );
  const others = placed.flatMap(({ scenario, meeting, on: [target] }) => {
    if (meeting === 'each') return [];
    return [one(target === undefined ? scenario : onAgent(scenario, target))];
  });
  return [...together, ...others];
}

async function runCombined(
  { parts, scenario }: Combined,
  target: Target,
  world: RedteamWorld,
  options: RunOptions,
): Promise<Made> {
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
