import { cagePaths } from './cage-paths.ts';
import { effectiveTools, type LaunchPlan } from './launch-plan.ts';

/**
 * One harmless call that the CLI makes before it knows its task. By itself it would run this call without
 * asking; that it asks, and that our refusal holds, shows that our settings are in force.
 */
export type Canary = {
  /** Stands in the message that starts it, and nowhere else. */
  marker: string;
  callId: string;
  tool: string;
  input: Record<string, unknown>;
};

/** What the refusal of the canary says; the CLI hands it to the model as the call's result. */
export const CANARY_REFUSED = 'Refused: this call was made to see that it is refused.';

/** What ends the canary's turn. */
export const CANARY_DONE = 'The check has ended.';

/**
 * Chooses the canary of a plan, or none when it has no tool that the CLI would run by itself. `file` is a
 * file of the workspace, relative to it, or null when there is none. `id` is random: 32 hex digits.
 */
export function chooseCanary(plan: LaunchPlan, id: string, file: string | null): Canary | null {
  const inputs: Record<string, Record<string, unknown>> = {
    Glob: { pattern: '*' },
    Grep: { pattern: 'canary' },
    Bash: { command: 'true' },
    Write: { file_path: `${cagePaths.workspace}/.canary`, content: '' },
    ...(file === null ? {} : { Read: { file_path: `${cagePaths.workspace}/${file}` } }),
  };
  const tools = effectiveTools(plan);
  const tool = Object.keys(inputs).find((name) => tools.includes(name));
  const input = tool === undefined ? undefined : inputs[tool];
  if (tool === undefined || input === undefined) return null;
  return { marker: `canary-${id}`, callId: `toolu_canary_${id}`, tool, input };
}

/** The message that starts the canary. */
export function canaryPrompt({ marker }: Canary): string {
  return `Start-up check ${marker}: make one call.`;
}
