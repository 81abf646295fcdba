import type { ActorEnd } from '../../../core/fleet/actor-end.ts';
import { actorEnds } from '../../../core/fleet/actor-end.ts';
import type { FleetLimits } from '../../../core/fleet/fleet.ts';
import { randomOf, type Random } from '../random.ts';

/** How the model answers: with so many tokens, with an error, or not to the end. */
export type Answering =
  | { is: 'whole'; input: number; output: number }
  | { is: 'error'; status: number }
  | { is: 'cut' };

/** One thing that happens. `who` and `which` pick among those who are there then, ended ones included. */
export type Act =
  | { kind: 'spawn'; who: number; agent: string; asked: number | null; isLead: boolean }
  | { kind: 'ask'; who: number; maxTokens: number }
  /** With the token of one member at the socket of another: of a dead one, too. */
  | { kind: 'intrude'; who: number; at: number }
  | { kind: 'answer'; which: number; how: Answering }
  | { kind: 'end'; who: number; how: ActorEnd };

/** A life of one fleet. */
export type Schedule = {
  limits: FleetLimits;
  /** The budgets of the profiles, in micro-dollars. */
  profiles: Readonly<Record<string, number>>;
  acts: Act[];
  /** Whether the lead is cancelled at the end with all that runs, or everybody comes to an end first. */
  isCancelled: boolean;
};

/** What no budget is: whatever a lead asks for comes from its model. */
const NO_BUDGETS = [Number.NaN, -1, 0, 0.5, Infinity, 2 ** 53 + 2];

/** The schedule of this place in a seed: the same on every machine. */
export function scheduleAt(seed: number, index: number): Schedule {
  const random = randomOf(seed, index);
  const limits = {
    maxDepth: 1 + random.below(4),
    maxWorkers: 1 + random.below(5),
    maxParallel: 1 + random.below(4),
    maxTotalWorkers: 1 + random.below(12),
    budgetMicroUsd: 10_000 + random.below(200_000),
  };
  const profiles = { reader: 5000 + random.below(40_000), tester: 5000 + random.below(40_000) };
  const acts = Array.from({ length: 6 + random.below(30) }, () => actOf(random));
  return { limits, profiles, acts, isCancelled: random.chance(40) };
}

function actOf(random: Random): Act {
  const who = random.below(1000);
  const roll = random.below(100);
  if (roll < 34)
    return {
      kind: 'spawn',
      who,
      agent: random.pick(['reader', 'tester']),
      asked: askedFor(random),
      isLead: random.chance(60),
    };
  if (roll < 60) return { kind: 'ask', who, maxTokens: 1 + random.below(2000) };
  if (roll < 66) return { kind: 'intrude', who, at: random.below(1000) };
  if (roll < 84) return { kind: 'answer', which: random.below(1000), how: answering(random) };
  return { kind: 'end', who, how: random.pick(actorEnds) };
}

function askedFor(random: Random): number | null {
  if (random.chance(40)) return null;
  return random.chance(10) ? random.pick(NO_BUDGETS) : 1 + random.below(40_000);
}

function answering(random: Random): Answering {
  if (random.chance(10)) return { is: 'error', status: random.pick([400, 429, 500, 529]) };
  if (random.chance(10)) return { is: 'cut' };
  // Now and then more than was reserved: the model has the last word on what was used.
  const most = random.chance(5) ? 30_000 : 1500;
  return { is: 'whole', input: 1 + random.below(most), output: random.below(400) };
}
