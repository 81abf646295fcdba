import { expect, test } from 'vitest';
import type { InitEvent } from '../../../core/events/run-event.ts';
import { checkInit } from '../../../core/launch/check-init.ts';
import type { LaunchPlan } from '../../../core/launch/launch-plan.ts';

const plan: LaunchPlan = {
  model: 'claude-test',
  tools: ['Read', 'Grep', 'Bash'],
  disallowedTools: ['Bash'],
  permissionMode: 'manual',
  maxTurns: 3,
  budgetUsd: 1,
  timeoutMinutes: 1,
  egress: [],
};
const init: InitEvent = {
  kind: 'init',
  tools: ['Grep', 'Read'],
  mcpServers: [],
  skills: 0,
  slashCommands: 0,
  additionalDirectories: 0,
  memory: false,
  model: 'claude-test',
  permissionMode: 'default',
  version: '1.2.3',
};

test('a start as planned has no differences, in whatever order the tools come', () => {
  expect(checkInit(init, plan, '1.2.3')).toEqual([]);
  const accepts = { ...plan, permissionMode: 'acceptEdits' } as const;
  expect(checkInit({ ...init, permissionMode: 'acceptEdits' }, accepts, '1.2.3')).toEqual([]);
});

test.each([
  [{ tools: ['Grep', 'Read', 'Bash'] }, 'tools Bash, Grep, Read instead of Grep, Read'],
  [{ tools: [] }, 'tools none instead of Grep, Read'],
  [{ model: 'claude-other' }, 'model claude-other instead of claude-test'],
  [{ version: '1.2.4' }, 'version 1.2.4 instead of 1.2.3'],
  [{ permissionMode: 'acceptEdits' }, 'permission mode acceptEdits instead of default'],
  [{ mcpServers: ['x (connected)'] }, 'MCP servers x (connected) instead of none'],
  [{ skills: 1 }, '1 skills'],
  [{ slashCommands: 1 }, '1 slash commands'],
  [{ additionalDirectories: 1 }, '1 additional directories'],
  [{ memory: true }, 'memory files'],
])('%j is told', (change, difference) => {
  expect(checkInit({ ...init, ...change }, plan, '1.2.3')).toEqual([difference]);
});
