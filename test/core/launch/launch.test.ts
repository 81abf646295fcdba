import { describe, expect, test } from 'vitest';
import { launchArgv } from '../../../core/launch/argv.ts';
import { checkInit } from '../../../core/launch/check-init.ts';
import { launchEnvironment } from '../../../core/launch/environment.ts';
import { mcpConfig } from '../../../core/launch/mcp-config.ts';
import { launchSettings } from '../../../core/launch/settings.ts';
import type { InitEvent } from '../../../core/events/run-event.ts';

const plan = {
  model: 'claude-opus-5-5',
  tools: ['Read', 'Bash', 'Grep'],
  disallowedTools: ['Grep'],
  permissionMode: 'manual' as const,
  maxTurns: 7,
  budgetUsd: 1.5,
  timeoutMinutes: 3,
  egress: [],
};

// Each line of these is a wall that an attack was seen to run into: change them only with the facts at hand.
test('the arguments are these, and only values of the checked plan vary', () => {
  expect(launchArgv(plan)).toEqual([
    '-p',
    '--input-format=stream-json',
    '--output-format=stream-json',
    '--verbose',
    '--restricted',
    '--setting-sources=',
    '--strict-mcp-config',
    '--disable-slash-commands',
    '--no-session-persistence',
    '--settings=/etc/agent/settings.json',
    '--system-prompt-file=/etc/agent/system-prompt.md',
    '--model=claude-opus-5-5',
    '--tools=Read,Bash',
    '--permission-mode=manual',
    '--permission-prompt-tool=stdio',
    '--max-turns=7',
    '--max-budget-usd=1.5',
  ]);
});

test('every call is asked about, sandboxed commands too, and the sandbox must be there', () => {
  expect(launchSettings(plan)).toMatchObject({
    permissions: {
      ask: ['*'],
      blockReadsOutsideWorkingDirectories: true,
      blockWritesOutsideWorkingDirectories: true,
      disableBypassPermissionsMode: 'disable',
      disableAutoMode: 'disable',
    },
    sandbox: {
      enabled: true,
      failIfUnavailable: true,
      allowUnsandboxedCommands: false,
      autoAllowBashIfSandboxed: false,
      network: { allowedDomains: [], strictAllowlist: true },
      filesystem: { denyRead: ['/run/agent'] },
    },
  });
});

describe('MCP servers', () => {
  const tool = (name: string) => ({ name: `mcp__notes__${name}`, sha256: null, input: {} });
  const served = {
    ...plan,
    tools: [...plan.tools, 'mcp__notes__search', 'mcp__notes__drop'],
    disallowedTools: ['mcp__notes__drop'],
    mcpServers: [{ name: 'notes', command: ['node', 'a b.mjs', '$HOME'], tools: [tool('search')] }],
  };

  test('are named to the CLI in one file, and their tools are none of its own', () => {
    const more = launchArgv(served).filter((word) => !launchArgv(plan).includes(word));
    expect(more).toEqual(['--mcp-config=/etc/agent/mcp.json', '--tools=Read,Bash,Grep']);
  });

  test('have an environment of their own without the token, and their words as they are', () => {
    const start = (egress: string[]) => mcpConfig({ ...served, egress }).mcpServers['notes'];
    expect(start([])).toEqual({
      command: '/usr/bin/env',
      args: [
        '-i',
        'HOME=/home/agent',
        'PATH=/usr/local/bin:/usr/bin:/bin',
        'LANG=C.UTF-8',
        'TMPDIR=/tmp',
        'node',
        'a b.mjs',
        '$HOME',
      ],
    });
    expect(start(['docs.example.com'])?.args).toContain('HTTPS_PROXY=http://127.0.0.1:3128');
  });

  test('do not show the model a tool that the profile withholds', () => {
    expect(launchSettings(served).permissions.deny).toEqual(['mcp__notes__drop']);
  });

  const init: InitEvent = {
    kind: 'init',
    tools: ['Bash', 'Grep', 'Read', 'mcp__notes__search'],
    mcpServers: ['notes (connected)'],
    skills: 0,
    slashCommands: 0,
    additionalDirectories: 0,
    memory: false,
    model: plan.model,
    permissionMode: 'default',
    version: '9.9.9',
  };
  test.each<[number, Partial<InitEvent>]>([
    [0, {}],
    [1, { mcpServers: [] }],
    [1, { mcpServers: ['notes (pending)'] }],
    [1, { mcpServers: ['notes (connected)', 'other (connected)'] }],
    [1, { tools: [...init.tools, 'mcp__notes__drop'] }],
    [1, { tools: ['Bash', 'Grep', 'Read'] }],
  ])('make %i differences at the start with %j', (many, change) => {
    expect(checkInit({ ...init, ...change }, served, '9.9.9')).toHaveLength(many);
  });
});

test("the environment is built from nothing: no key, and what would bring the repository's words in is off", () => {
  const environment = launchEnvironment({
    agentToken: 'token-of-this-run',
    transport: 'socket',
    maxOutputTokens: 100,
    bashMinutes: 2,
    model: 'claude-opus-5-5',
    fetches: false,
    waits: false,
  });
  expect(environment).toMatchObject({
    HOME: '/home/agent',
    ANTHROPIC_API_KEY: 'token-of-this-run',
    ANTHROPIC_UNIX_SOCKET: '/run/agent/api.sock',
    CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
    CLAUDE_CODE_DISABLE_CLAUDE_MDS: '1',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    CLAUDE_CODE_DISABLE_GIT_INSTRUCTIONS: '1',
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_CRON: '1',
    CLAUDE_CODE_DISABLE_WORKFLOWS: '1',
    CLAUDE_CODE_DISABLE_BUNDLED_SKILLS: '1',
    BASH_DEFAULT_TIMEOUT_MS: '120000',
    BASH_MAX_TIMEOUT_MS: '120000',
    GIT_CONFIG_NOSYSTEM: '1',
  });
  expect(
    Object.keys(environment).filter((name) => /^(GITHUB|RUNNER|ACTIONS|INPUT|NODE|LD)_/.test(name)),
  ).toEqual([]);
});

describe('what the CLI says at its start is compared with the plan', () => {
  const asPlanned: InitEvent = {
    kind: 'init',
    tools: ['Bash', 'Read'],
    mcpServers: [],
    skills: 0,
    slashCommands: 0,
    additionalDirectories: 0,
    memory: false,
    model: plan.model,
    permissionMode: 'default',
    version: '9.9.9',
  };

  test('nothing differs', () => expect(checkInit(asPlanned, plan, '9.9.9')).toEqual([]));

  test.each<Partial<InitEvent>>([
    { tools: ['Bash', 'Grep', 'Read'] },
    { tools: ['Read'] },
    { mcpServers: ['x (connected)'] },
    { skills: 1 },
    { slashCommands: 1 },
    { additionalDirectories: 1 },
    { memory: true },
    { model: 'claude-other' },
    { permissionMode: 'plan' },
    { version: '9.9.8' },
  ])('%j differs', (change) => {
    expect(checkInit({ ...asPlanned, ...change }, plan, '9.9.9')).toHaveLength(1);
  });
});
