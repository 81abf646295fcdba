import { describe, expect, test } from 'vitest';
import { launchArgv } from '../../../core/launch/argv.ts';
import { checkInit } from '../../../core/launch/check-init.ts';
import { launchEnvironment } from '../../../core/launch/environment.ts';
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

test("the environment is built from nothing: no key, and what would bring the repository's words in is off", () => {
  const environment = launchEnvironment({
    agentToken: 'token-of-this-run',
    transport: 'socket',
    maxOutputTokens: 100,
    bashMinutes: 2,
    model: 'claude-opus-5-5',
    fetches: false,
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
