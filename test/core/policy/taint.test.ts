import { expect, test } from 'vitest';
import { taintOfCall } from '../../../core/policy/taint.ts';
import { emptyPlan } from './empty-plan.ts';

const tool = (name: string, sha256: string | null) => ({ name, sha256, input: {} });
const mcpServers = [
  { name: 'pinned', command: ['a'], tools: [tool('mcp__pinned__x', 'f')] },
  { name: 'partly', command: ['b'], tools: [tool('mcp__partly__x', 'f'), tool('mcp__partly__y', null)] },
];
const words = 'what hosts on the internet answered';

test.each<[string, string[] | undefined, string | null]>([
  ['WebFetch', ['a.example'], words],
  ['Bash', ['a.example'], words],
  ['Read', ['a.example'], null],
  ['Bash', [], null],
  ['Bash', undefined, null],
  ['mcp__none__tool', ['a.example'], words],
  ['mcp__none__tool', [], null],
])('a call of %s under egress %j brings in %j', (tool, egress, taint) => {
  expect(taintOfCall({ tool }, { ...emptyPlan, ...(egress && { egress }) })).toBe(taint);
});

test.each<[string, string[], string | null]>([
  ['mcp__partly__x', [], 'what the MCP server partly answered'],
  ['mcp__partly__y', ['a.example'], 'what the MCP server partly answered'],
  ['mcp__pinned__x', [], null],
  ['mcp__pinned__x', ['a.example'], words],
  ['Read', ['a.example'], null],
])('beside MCP servers a call of %s under egress %j brings in %j', (name, egress, taint) => {
  expect(taintOfCall({ tool: name }, { ...emptyPlan, egress, mcpServers })).toBe(taint);
});
