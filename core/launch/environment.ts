import { cagePaths } from './cage-paths.ts';
import { MOST_WAIT_SECONDS } from '../fleet/tools.ts';
import { brokerAddress, egressAddress, type Transport } from './inside.ts';

/**
 * The agent's whole environment, built from nothing. Its key is good for this run's broker alone, which holds
 * the real one.
 *
 * `maxOutputTokens` caps one answer, so that its worst price can be reserved; `bashMinutes` caps one
 * command (both time-out variables are needed: one alone is not enough).
 */
export function launchEnvironment(limits: {
  agentToken: string;
  transport: Transport;
  maxOutputTokens: number;
  bashMinutes: number;
  model: string;
  /** Whether the CLI itself fetches pages: from the hosts of the profile, through our proxy. */
  fetches: boolean;
  /** Whether it has tools of ours that wait for other agents. */
  waits: boolean;
}): Record<string, string> {
  const bashMs = String(Math.round(limits.bashMinutes * 60_000));
  return {
    HOME: cagePaths.home,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    LANG: 'C.UTF-8',
    TMPDIR: '/tmp',
    ANTHROPIC_API_KEY: limits.agentToken,
    ...brokerAddress(limits.transport),
    ...(limits.fetches ? { ...egressAddress, ...smallModel(limits.model) } : {}),
    CLAUDE_CODE_MAX_OUTPUT_TOKENS: String(limits.maxOutputTokens),
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
    CLAUDE_CODE_DISABLE_CLAUDE_MDS: '1',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    CLAUDE_CODE_DISABLE_GIT_INSTRUCTIONS: '1',
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_CRON: '1',
    CLAUDE_CODE_DISABLE_WORKFLOWS: '1',
    CLAUDE_CODE_DISABLE_BUNDLED_SKILLS: '1',
    CLAUDE_CODE_MAX_RETRIES: '3',
    DISABLE_AUTOUPDATER: '1',
    API_TIMEOUT_MS: '120000',
    BASH_DEFAULT_TIMEOUT_MS: bashMs,
    BASH_MAX_TIMEOUT_MS: bashMs,
    MCP_TOOL_TIMEOUT: String(limits.waits ? (MOST_WAIT_SECONDS + 30) * 1000 : 10_000),
    GIT_CONFIG_GLOBAL: cagePaths.gitConfig,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}

/** What the CLI asks on its own account, such as what a page says: by the run's one model. */
function smallModel(model: string): Record<string, string> {
  return { ANTHROPIC_SMALL_FAST_MODEL: model, ANTHROPIC_DEFAULT_HAIKU_MODEL: model };
}
