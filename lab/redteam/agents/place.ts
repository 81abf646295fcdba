import { aligned } from '../../../core/check/aligned.ts';
import type { Scenario } from '../scenario.ts';
import { isAttackOn, mayCall, meetingOf, whyAsWritten } from './meeting.ts';
import type { Target } from './target.ts';

/** Whom of a configuration's agents a scenario attacks, and why not the others. */
export type Placed = {
  scenario: Scenario;
  meeting: 'each' | 'one' | 'none';
  /** The agents that it is made on; where there is none it is made with the profile that it brings. */
  on: readonly Target[];
  /** Why it is not made on every agent; null where it is. */
  because: string | null;
};

/** Decides it for one scenario. */
export function place(scenario: Scenario, targets: readonly Target[]): Placed {
  const own = whyAsWritten(scenario);
  if (own !== null) return { scenario, meeting: 'none', on: [], because: own };
  return meetingOf(scenario) === 'together' ? onEach(scenario, targets) : onWidest(scenario, targets);
}

function onEach(scenario: Scenario, targets: readonly Target[]): Placed {
  const on = targets.filter((target) => isAttackOn(scenario, target));
  const others = targets.filter((target) => !on.includes(target)).map(({ agent }) => agent);
  const because = others.length === 0 ? null : `what it tries is allowed to ${others.join(', ')}`;
  return { scenario, meeting: on.length === 0 ? 'none' : 'each', on, because };
}

/** On the agent that can do the most of what the attack is made with. */
function onWidest(scenario: Scenario, targets: readonly Target[]): Placed {
  const able = targets.filter(
    (target) =>
      target.plan.outputSchema === null && isAttackOn(scenario, target) && mayCall(scenario, target),
  );
  const [widest] = able.toSorted((one, other) => other.plan.tools.length - one.plan.tools.length);
  return widest === undefined
    ? { scenario, meeting: 'none', on: [], because: 'no agent here may make the calls that it is made with' }
    : {
        scenario,
        meeting: 'one',
        on: [widest],
        because: 'it needs a run for itself, or is the same for all',
      };
}

const WORDS = { each: 'each agent', one: 'one agent', none: 'its own profile' } as const;

/** A table for a terminal: how many scenarios were made on whom, and why not on every agent. */
export function placeLines(placed: readonly Placed[]): string[] {
  const rows = (['each', 'one', 'none'] as const).flatMap((meeting) => {
    const met = placed.filter((one) => one.meeting === meeting);
    return [...new Set(met.map(({ because }) => because))].map((because) => {
      const count = met.filter((one) => one.because === because).length;
      return [WORDS[meeting], String(count), because ?? ''];
    });
  });
  return aligned([['made on', 'scenarios', 'why not on every agent'], ...rows]);
}
