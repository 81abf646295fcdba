import type { CagedJob } from '../action/caged-job.ts';
import type { InstalledClaude } from '../edge/claude/install.ts';
import { localFooting } from './footing.ts';

/** The world of one run: its checkout, its folder for temporary files, and who answers as the model. */
export type LoneWorld = {
  claude: InstalledClaude;
  checkout: string;
  temp: string;
  modelUrl: string;
  apiKey: string;
};

/** What a run in the real layers needs besides its plan and its listeners, without the action around it. */
export async function loneJob(
  world: LoneWorld,
): Promise<Omit<CagedJob, 'plan' | 'onNote' | 'onBrokerEvent'>> {
  return {
    claude: { ...world.claude, compared: Promise.resolve() },
    workspace: world.checkout,
    temp: world.temp,
    systemPrompt: 'Do the task.',
    prompt: 'Task: look around.',
    ...(await localFooting()),
    upstream: new URL(world.modelUrl),
    apiKey: world.apiKey,
    cancelled: new AbortController().signal,
  };
}
