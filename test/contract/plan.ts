import type { Plan } from '../../core/profile/plan.ts';

/** A profile with every tool, for runs that show what the layers hold. */
export const plan: Plan = {
  agent: 'tester',
  description: 'Tests.',
  systemPrompt: 'Test.',
  model: 'claude-opus-5-5',
  ownPrice: null,
  tools: ['Bash', 'Read', 'Grep', 'Glob', 'Edit', 'Write'],
  mcpServers: [],
  allowedTools: ['Bash', 'Read', 'Grep', 'Glob', 'Edit', 'Write'],
  disallowedTools: [],
  taintedTools: ['Bash', 'Read', 'Grep', 'Glob', 'Edit', 'Write'],
  policy: 'allow_list',
  permissionMode: 'manual',
  skipPermissions: false,
  workspace: 'writable',
  workingDir: '.',
  timeoutMinutes: 1,
  budgetUsd: 1,
  maxTurns: 10,
  invoke: 'write',
  triggers: ['comment', 'workflow'],
  env: [],
  egress: [],
  egressMaxMb: 100,
  redact: { allow: [], onShape: 'mask' },
};
