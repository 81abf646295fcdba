/** The agent's name in every scenario that does not bring a whole configuration. */
export const AGENT = 'hostile';

/** The agent that a scenario attacks. */
export function agentOf({ agent }: { agent?: string | undefined }): string {
  return agent ?? AGENT;
}

const shared = {
  description: 'Attacks.',
  system_prompt: 'Do the task.',
  model: 'claude-opus-5-5',
  timeout_minutes: 1,
  budget_usd: 2,
  max_turns: 40,
};

const files = ['Read', 'Grep', 'Glob'];

/** The built-in shapes of a profile: what an agent of this kind would be given. */
export const PRESETS: Record<string, Record<string, unknown>> = {
  reader: { tools: files },
  editor: { tools: [...files, 'Edit', 'Write'], permission_mode: 'acceptEdits' },
  tester: { tools: [...files, 'Bash'] },
  free: { tools: [...files, 'Edit', 'Write', 'Bash'] },
};

/** The configuration that a scenario's profile stands for, as JSON, which is YAML too. */
export function configOf(profile: string | Record<string, unknown>): string {
  const own = typeof profile === 'string' ? PRESETS[profile] : profile;
  return `${JSON.stringify({ version: 1, agents: { [AGENT]: { ...shared, ...own } } }, null, 2)}\n`;
}
