import type { Plan } from '../../core/profile/plan.ts';
import type { Team } from '../../core/profile/team.ts';
import { resolveModel } from '../../core/pricing/models.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Profile } from './colleague.ts';

/** Those who may come to work in a run, by the name of the agent: each as it is started, or why it cannot be. */
export type Profiles = ReadonlyMap<string, Profile | Refusal>;

/** Reads the instructions of a team, side by side. */
export async function readTeam(
  team: Team,
  readPrompt: (plan: Plan) => Promise<string | Refusal>,
): Promise<Profiles> {
  const reading = [...team].map(async ([name, plan]): Promise<[string, Profile | Refusal]> => {
    if (isRefusal(plan)) return [name, plan];
    // One full name for the CLI, the broker and the price, whatever alias the profile uses.
    const model = resolveModel(plan.model, plan.ownPrice);
    const systemPrompt = await readPrompt(plan);
    if (isRefusal(model)) return [name, model];
    return [name, isRefusal(systemPrompt) ? systemPrompt : { plan: { ...plan, model }, systemPrompt }];
  });
  return new Map(await Promise.all(reading));
}
