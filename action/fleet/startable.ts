import type { Startable } from '../../core/fleet/prompt.ts';
import { isRefusal } from '../../core/refusal.ts';
import type { Profiles } from './read-team.ts';

/** The agents among these names, as whoever may start them is told of them. */
export function startableBy(names: readonly string[], team: Profiles): Startable[] {
  return names.flatMap((name) => {
    const profile = team.get(name);
    if (profile === undefined || isRefusal(profile)) return [];
    return [{ agent: name, description: profile.plan.description }];
  });
}
