import type { Tool } from './known-tools.ts';

/** What agents are most often for. A preset is a start: an agent may have less of it, and more only in so many words. */
export const presetNames = ['reader', 'planner', 'tester', 'editor'] as const;
export type PresetName = (typeof presetNames)[number];

type Preset = { tools: readonly Tool[]; timeout_minutes: number; budget_usd: number; max_turns: number };

export const presets: Readonly<Record<PresetName, Preset>> = {
  /** Looks and answers. */
  reader: { tools: ['Read', 'Grep', 'Glob'], timeout_minutes: 15, budget_usd: 1, max_turns: 30 },
  /** Looks longer, to say what should be done. */
  planner: { tools: ['Read', 'Grep', 'Glob'], timeout_minutes: 30, budget_usd: 2, max_turns: 60 },
  /** Runs the repository's own commands in the cage. */
  tester: { tools: ['Bash', 'Read', 'Grep', 'Glob'], timeout_minutes: 30, budget_usd: 2, max_turns: 60 },
  /** Changes files of its copy, and runs nothing. */
  editor: {
    tools: ['Read', 'Grep', 'Glob', 'Edit', 'Write'],
    timeout_minutes: 30,
    budget_usd: 2,
    max_turns: 60,
  },
};
