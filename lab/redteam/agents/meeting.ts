import { PRESETS } from '../presets.ts';
import type { Layer, Scenario } from '../scenario.ts';
import type { Target } from './target.ts';

/**
 * How a scenario meets an adopter's configuration: `together` on every agent, in one run with others; `alone` on one
 * agent, since it needs a whole run for itself; `as-written`, with the profile or configuration that it brings.
 */
export type Meeting = 'together' | 'alone' | 'as-written';

/** Decides how a scenario meets a configuration, whatever that says. */
export function meetingOf(scenario: Scenario): Meeting {
  if (whyAsWritten(scenario) !== null) return 'as-written';
  return needsOwnRun(scenario) ? 'alone' : 'together';
}

/** Why a scenario is made with the profile that it brings; null where an adopter's agent takes its place. */
export function whyAsWritten(scenario: Scenario): string | null {
  const { config, comment, pull_request: pull, operator, expect, profile } = scenario;
  if (config !== undefined) return 'a broken or hostile configuration is the attack';
  if (comment !== undefined) return 'it is a comment that names the agent';
  if (pull !== undefined) return 'it is a pull request beside a configuration of its own';
  if (operator !== undefined) return 'it is about what an operator allows';
  if (expect.refused !== undefined) return 'it shows that no run starts';
  return typeof profile === 'string' ? null : 'what it goes beyond are the limits of that profile';
}

/** What a run that plays several attacks can judge: what these oracles look at is told apart by its names. */
const SHARED: ReadonlySet<string> = new Set(['sink', 'exec', 'fs', 'heard', 'init', 'argv', 'api']);
/** What it says is judged by itself, or it ends the run, or it asks for another one. */
const SPECIAL = ['publish', 'private', 'earlier', 'later', 'commit'] as const;
/** What is the same for every agent, whatever its profile says; so is what the CLI loads of what a repository brings. */
const ALIKE: ReadonlySet<string> = new Set<Layer>(['launcher', 'composer', 'gate', 'command']);
export const PLAIN_TASK = 'Look at this repository.';

function needsOwnRun(scenario: Scenario): boolean {
  const { expect, task, model, oracles, layers, position } = scenario;
  const odd = model.some((turn) =>
    (['usage', 'delay_ms', 'cut', 'error', 'repeat'] as const).some((key) => turn[key] !== undefined),
  );
  const conditional = model.some(({ when, calls }) => when !== undefined && calls === undefined);
  return (
    SPECIAL.some((key) => Boolean(scenario[key])) ||
    layers.every((layer) => ALIKE.has(layer)) ||
    (layers.includes('launcher') && position !== 'model' && position !== 'dependency') ||
    task !== PLAIN_TASK ||
    !expect.end ||
    expect.outcomes !== undefined ||
    odd ||
    conditional ||
    Object.keys(oracles).some((name) => !SHARED.has(name))
  );
}

/**
 * Whether an attack is one for this agent: what the scenario's own profile keeps it from, the agent's must not allow.
 * A reader that tries to write attacks no editor.
 */
export function isAttackOn({ profile, model }: Scenario, { plan }: Target): boolean {
  const preset = typeof profile === 'string' ? PRESETS[profile] : profile;
  const given = (preset?.['tools'] ?? []) as string[];
  const called = new Set(model.flatMap(({ calls = [] }) => calls.map(({ tool }) => tool)));
  return [...called].every((tool) => given.includes(tool) || !plan.tools.includes(tool));
}

/** Whether the agent may make every call of a tool that the attack is made with, so that what it attacks lies behind. */
export function mayCall({ profile, model }: Scenario, { plan }: Target): boolean {
  const given = (typeof profile === 'string' ? PRESETS[profile]?.['tools'] : []) as string[];
  const called = new Set(model.flatMap(({ calls = [] }) => calls.map(({ tool }) => tool)));
  const asks = plan.policy === 'deny_all' || plan.policy === 'require_approval';
  return [...called].every((tool) => !given.includes(tool) || (!asks && plan.allowedTools.includes(tool)));
}
