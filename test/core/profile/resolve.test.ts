import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { resolve } from '../../../core/profile/resolve.ts';

const read = readConfig(
  `version: 1
agents:
  reviewer: { description: Reads, system_prompt: Review }
  tester: { description: Runs, system_prompt_file: prompts/test.md, tools: [Bash, Read], budget_usd: 2 }
  careful: { description: Reads, system_prompt: Read, tools: [Read, Edit], disallowed_tools: [Edit] }
`,
  'dispatch.yml',
);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { config } = read;

describe('a plan', () => {
  test('is the profile with its defaults', () => {
    expect(resolve(config, 'reviewer')).toEqual({
      agent: 'reviewer', description: 'Reads', systemPrompt: 'Review', model: 'claude-opus-5-5', tools: ['Read', 'Grep', 'Glob'], mcpServers: [],
      allowedTools: ['Read', 'Grep', 'Glob'], disallowedTools: [], taintedTools: ['Read', 'Grep', 'Glob'], policy: 'allow_list', permissionMode: 'manual', skipPermissions: false,
      workspace: 'read-only', workingDir: '.', timeoutMinutes: 15, budgetUsd: 1, maxTurns: 30, invoke: 'write', teams: [], approvalMinutes: null, cacheHours: null,
      triggers: ['comment', 'workflow'], pullRequest: null, env: [], egress: [], egressMaxMb: 100, ownPrice: null,
      context: { thread: null, diff: null, failures: null }, outputs: [{ kind: 'comment', limits: {} }], outputSchema: null, mayDispatch: [], fleet: null, redact: { allow: [], onShape: 'mask' },
    }); // prettier-ignore
  });

  test('is writable exactly when a tool can write', () => {
    expect(resolve(config, 'tester')).toMatchObject({
      workspace: 'writable',
      systemPrompt: { file: 'prompts/test.md' },
    });
    expect(resolve(config, 'careful')).toMatchObject({
      workspace: 'read-only',
      tools: ['Read'],
      disallowedTools: ['Edit'],
    });
  });

  test('is the caller’s own: changing it changes no other', () => {
    const plan = resolve(config, 'reviewer');
    if ('tools' in plan) plan.tools.push('Bash');
    expect(resolve(config, 'reviewer')).toMatchObject({ tools: ['Read', 'Grep', 'Glob'] });
  });
});

describe('no plan', () => {
  test('names the nearest agent and all there are', () => {
    expect(resolve(config, 'reviwer')).toEqual({
      refused: true,
      code: 'unknown-agent',
      because: 'There is no agent `reviwer` (did you mean `reviewer`?).',
      remedy:
        'Use one of `reviewer`, `tester`, `careful`, or add the agent to .github/dispatch.yml on the default branch.',
    });
  });

  test.each(['constructor', 'toString', '__proto__', '', 'a`b'])('for %j', (name) => {
    expect(resolve(config, name)).toMatchObject({ code: 'unknown-agent' });
  });
});

test('a plan takes over the price that a profile states, and its variables', () => {
  const { agents } = config;
  const reviewer = agents['reviewer'];
  if (reviewer === undefined) throw new Error('no reviewer');
  const price = { input: 1, output: 2 } as never;
  const stated = { ...config, agents: { a: { ...reviewer, env: ['A'], price } } };
  expect(resolve(stated, 'a')).toMatchObject({ env: ['A'], ownPrice: { id: 'claude-opus-5-5' } });
});

test.each(['a`b reviewer', 'reviewer!', 'x'.repeat(33), ''])('%j is not repeated', (name) => {
  expect(resolve(config, name)).toMatchObject({
    because: expect.stringContaining('no agent of that name') as string,
  });
});

test('of an MCP server the tools that are left stand in the plan, by the names that the CLI gives them', () => {
  const tool = (more = '') => `{ ${more}input: { a: { type: boolean } } }`;
  const pin = 'f'.repeat(64);
  const written = readConfig(
    `version: 1
agents:
  x:
    description: d
    system_prompt: s
    disallowed_tools: [mcp__notes__drop]
    mcp_servers:
      notes: { command: [node, a.mjs], tools: { find: ${tool()}, drop: ${tool()}, add: ${tool(`sha256: ${pin}, `)} } }
`,
    'dispatch.yml',
  );
  if ('problems' in written) throw new Error(JSON.stringify(written.problems));
  const input = { a: { type: 'boolean' } };
  expect(resolve(written.config, 'x')).toMatchObject({
    mcpServers: [
      {
        name: 'notes',
        command: ['node', 'a.mjs'],
        tools: [
          { name: 'mcp__notes__find', sha256: null, input },
          { name: 'mcp__notes__add', sha256: pin, input },
        ],
      },
    ],
  });
});
