import { refuse, type Refusal } from '../refusal.ts';
import type { Plan } from './plan.ts';

/** What whoever asks for a run may make stricter for it. Absent: as the agent is set up. */
export type Limits = { budgetUsd?: number; timeoutMinutes?: number; maxTurns?: number };

type Limit = {
  /** As it is written behind two dashes. */
  option: string;
  of: keyof Limits;
  /** The profile's key, for whoever looks there. */
  key: string;
  reads: RegExp;
  wants: string;
};

const LIMITS: readonly Limit[] = [
  {
    option: 'budget',
    of: 'budgetUsd',
    key: 'budget_usd',
    reads: /^\$?(\d{1,4}(?:\.\d{1,4})?)$/,
    wants: 'US dollars, such as 0.5',
  },
  {
    option: 'timeout',
    of: 'timeoutMinutes',
    key: 'timeout_minutes',
    reads: /^(\d{1,4})$/,
    wants: 'whole minutes, such as 10',
  },
  { option: 'turns', of: 'maxTurns', key: 'max_turns', reads: /^(\d{1,4})$/, wants: 'a whole number' },
];

/** The options of a command that are limits. */
export const limitOptions: readonly string[] = LIMITS.map(({ option }) => option);

/** Reads the options of a command, whose names have been checked. */
export function readLimits(options: Readonly<Record<string, string>>): Limits | Refusal {
  const limits: Limits = {};
  for (const { option, of, reads, wants } of LIMITS) {
    const given = options[option];
    if (given === undefined) continue;
    const value = Number(reads.exec(given)?.[1] ?? Number.NaN);
    if (!(value > 0)) {
      return refuse(
        'bad-option',
        `The value of \`--${option}\` cannot be used.`,
        `Give ${wants}: \`--${option}=…\`.`,
      );
    }
    limits[of] = value;
  }
  return limits;
}

/** The plan under these limits. More than the agent has is refused: a comment does not widen a profile. */
export function limited(plan: Plan, limits: Limits): Plan | Refusal {
  for (const { option, of, key } of LIMITS) {
    const wanted = limits[of];
    // What it may cost was asked for before it was planned for less.
    const isPlannedFor = plan.proposal !== undefined && of === 'budgetUsd';
    if (wanted !== undefined && !isPlannedFor && !(wanted <= plan[of])) {
      return refuse(
        'beyond-profile',
        `\`--${option}=${wanted}\` is more than ${plan.agent}'s \`${key}\` of ${plan[of]}.`,
        `Leave \`--${option}\` out, or give less.`,
      );
    }
  }
  return { ...plan, ...limits, budgetUsd: Math.min(plan.budgetUsd, limits.budgetUsd ?? Infinity) };
}
