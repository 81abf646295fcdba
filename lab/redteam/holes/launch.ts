import type { Hole } from './hole.ts';
import { replacing } from './hole.ts';

/** The CLI's arguments without those that a pattern matches, and with others. */
function argv(without: RegExp, more: readonly string[] = []): Hole {
  return replacing(({ launchArgv }) => ({
    launchArgv: (plan) => [...launchArgv(plan).filter((word) => !without.test(word)), ...more],
  }));
}

export const withoutRestricted = argv(/^--restricted$/);

/** The repository's settings, instructions, skills and servers count, as in a plain `claude -p`. */
export const repositorySettingsLoaded = argv(
  /^--(restricted|setting-sources|strict-mcp-config|permission-mode)/,
  ['--setting-sources=user,project,local'],
);

export const mcpNotStrict = argv(/^--(restricted|setting-sources|strict-mcp-config)/, [
  '--setting-sources=user,project,local',
]);

/** The CLI is given its tools for the web, whatever the profile says, and does not ask its maker about addresses. */
export const webToolsGiven = replacing(({ launchArgv, launchSettings }) => ({
  launchSettings: (plan) => ({ ...launchSettings(plan), skipWebFetchPreflight: true }),
  launchArgv: (plan) =>
    launchArgv(plan).map((word) => (word.startsWith('--tools=') ? `${word},WebFetch,WebSearch` : word)),
}));

export const slashCommandsOn = argv(/^--disable-slash-commands$/);

/** The task is a word of the command line, as a careless launcher would have it. */
export const promptInArgv: Hole = (layers, order) => argv(/^$/, [order.task])(layers, order);

/** The agent's environment without some of its switches, and with other variables. */
function environment(
  without: RegExp,
  more: (order: { apiKey: string }) => Record<string, string> = () => ({}),
): Hole {
  return replacing(({ launchEnvironment }, order) => ({
    launchEnvironment: (limits) => ({
      ...Object.fromEntries(
        Object.entries(launchEnvironment(limits)).filter(([name]) => !without.test(name)),
      ),
      ...more(order),
    }),
  }));
}

export const fileMentionsOn = environment(/^CLAUDE_CODE_DISABLE_FILE_MENTIONS$/);
export const memoryFilesOn = environment(/^CLAUDE_CODE_DISABLE_(CLAUDE_MDS|AUTO_MEMORY)$/);

/** The agent itself holds the key. */
export const keyInAgent = environment(/^$/, ({ apiKey }) => ({ ANTHROPIC_API_KEY: apiKey }));

/** The CLI speaks to whatever address it is told, over the network. */
export const apiByNetwork = environment(/^ANTHROPIC_(UNIX_SOCKET|BASE_URL)$/);

/** The agent inherits what the step has. */
export const fullEnvironment: Hole = (layers, order) =>
  environment(/^$/, () => inherited(order.environment))(layers, order);

const OURS = /^(PATH|HOME|TMPDIR|LANG|PWD|SHLVL|_|NODE_.*|LD_.*|BASH_ENV|ENV|ANTHROPIC_.*|CLAUDE_.*)$/;

function inherited(all: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !OURS.test(name)));
}

/** Commands run without the CLI's own sandbox. */
export const noInnerSandbox = replacing(({ launchSettings }) => ({
  launchSettings: (plan) => {
    const settings = launchSettings(plan);
    if (settings.sandbox === undefined) return settings;
    return { ...settings, sandbox: { ...settings.sandbox, enabled: false, failIfUnavailable: false } };
  },
}));

/** The CLI asks about nothing that its own rules or the repository allow. */
export const noQuestions = replacing(({ launchSettings }) => ({
  launchSettings: (plan) => {
    const settings = launchSettings(plan);
    return { ...settings, permissions: { ...settings.permissions, ask: [] } };
  },
}));

/** The CLI's own rules about files are gone; its questions stay. */
export const noFileRules = replacing(({ launchSettings }) => ({
  launchSettings: (plan) => {
    const settings = launchSettings(plan);
    return {
      ...settings,
      permissions: {
        ...settings.permissions,
        deny: [],
        blockReadsOutsideWorkingDirectories: false,
        blockWritesOutsideWorkingDirectories: false,
      },
    };
  },
}));
