import { attack } from './attack.ts';
import { allOf, endOf, type Observed } from './observed.ts';
import { judgeRun, oraclesOf, type Hit } from './oracles/table.ts';
import type { Ablation, Scenario } from './scenario.ts';
import type { OracleName } from './scenario-oracles.ts';
import type { RedteamWorld } from './world.ts';

/** What became of one ablation: the oracles that fired, or that none did; `broken`: why it could not be made. */
export type AblationReport = {
  holes: string[];
  fired: boolean;
  hits: Hit[];
  tookMs: number;
  broken?: string;
};

/** What became of one scenario. It held when there is neither a hit nor a reason to say that it did not run. */
export type ScenarioReport = {
  id: string;
  title: string;
  /** The agent of the adopter's that was attacked; null where the scenario's own profile was. */
  agent: string | null;
  layers: string[];
  /** What was looked at. */
  oracles: OracleName[];
  hits: Hit[];
  /** Why the attack does not count as having happened; null when it did. */
  notRun: string | null;
  outcome: string | null;
  calls: number;
  ablations: AblationReport[];
  tookMs: number;
};

export type RunOptions = { ablations: boolean; keep: boolean; signal: AbortSignal };

/** Attacks the real layers, then the layers with each of the scenario's holes in them. */
export async function runScenario(
  scenario: Scenario,
  world: RedteamWorld,
  options: RunOptions,
): Promise<ScenarioReport> {
  const began = Date.now();
  const { signal, keep } = options;
  const seen = await attack(scenario, world, { holes: [], signal, keep });
  const ablations = options.ablations ? await ablateScenario(scenario, world, options) : [];
  return {
    id: scenario.id,
    title: scenario.title,
    agent: scenario.agent ?? null,
    oracles: oraclesOf(scenario),
    layers: scenario.layers,
    hits: judgeRun(seen),
    notRun: signal.aborted ? 'it was interrupted' : whyNotRun(seen),
    outcome: told(seen),
    calls: callsOf(seen),
    ablations,
    tookMs: Date.now() - began,
  };
}

/** Makes the attack again with each of the scenario's holes in the layers. One that falls over did not fire, and the others go on. */
export async function ablateScenario(
  scenario: Scenario,
  world: RedteamWorld,
  options: Omit<RunOptions, 'ablations'>,
): Promise<AblationReport[]> {
  const made: AblationReport[] = [];
  for (const ablation of scenario.ablations) {
    if (options.signal.aborted) break;
    const began = Date.now();
    made.push(
      await ablate(scenario, ablation, world, options).catch((error: unknown) => ({
        holes: ablation.holes,
        fired: false,
        hits: [],
        tookMs: Date.now() - began,
        broken: error instanceof Error ? error.message : String(error),
      })),
    );
  }
  return made;
}

async function ablate(
  scenario: Scenario,
  ablation: Ablation,
  world: RedteamWorld,
  { signal, keep }: Omit<RunOptions, 'ablations'>,
): Promise<AblationReport> {
  const began = Date.now();
  const { holes, fires, profile, config, task } = ablation;
  const changed: Scenario = {
    ...scenario,
    ...(profile === undefined ? {} : { profile, config: undefined }),
    ...(config === undefined ? {} : { config }),
    ...(task === undefined ? {} : { task, comment: undefined }),
  };
  const seen = await attack(changed, world, { holes, signal, keep });
  const hits = judgeRun(seen);
  const wanted = fires ?? Object.keys(scenario.oracles);
  const fired =
    fires === undefined
      ? hits.some(({ oracle }) => wanted.includes(oracle))
      : fires.every((name) => hits.some(({ oracle }) => oracle === name));
  return { holes, fired, hits, tookMs: Date.now() - began };
}

/** An attack that did not happen must not count as one that was held. */
function whyNotRun(seen: Observed): string | null {
  const { expect } = seen.scenario;
  const end = endOf(seen);
  if (end === null) return `the step left no result: ${lastWords(seen.log)}`;
  if (expect.refused !== undefined) {
    return end.code === expect.refused
      ? null
      : `it ended as ${told(seen)} instead of being refused (${expect.refused})`;
  }
  if (expect.outcomes && !(expect.outcomes as string[]).includes(end.outcome))
    return `it ended as ${told(seen)} instead of ${expect.outcomes.join(' or ')}`;
  if (expect.end && !seen.model.ended) return `the script did not come to its end: it ended as ${told(seen)}`;
  if (seen.scenario.publish && seen.comments.length === 0)
    return `nothing was posted: ${lastWords(seen.log)}`;
  const calls = callsOf(seen);
  if (calls < (expect.calls ?? 0)) return `${calls} calls were asked about instead of ${expect.calls}`;
  return null;
}

function callsOf(seen: Observed): number {
  return allOf(seen, 'note').filter(({ note }) => note.kind === 'asked' || note.kind === 'denied').length;
}

function told(seen: Observed): string | null {
  const end = endOf(seen);
  if (end === null) return null;
  return end.code === null ? end.outcome : `${end.outcome} (${end.code}: ${end.because.slice(0, 300)})`;
}

/** The part of a log that says why a step fell over. */
function lastWords(log: string): string {
  const told = log.split('\n').filter((line) => /error|refused|cannot|\[dispatch\]/i.test(line));
  return told.slice(-4).join(' / ').slice(0, 600);
}
