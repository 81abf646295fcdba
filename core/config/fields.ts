import { z } from 'zod';
import { ApprovalMinutes } from '../approval/waiting.ts';
import { MOST } from './bounds.ts';
import { WrittenContext } from './context.ts';
import { WrittenFleet, WrittenMayDispatch } from './fleet.ts';
import { knownTools } from './known-tools.ts';
import { mcpToolName, WrittenMcpServers } from './mcp-servers.ts';
import { WrittenOutputSchema } from './output-schema.ts';
import { teamNamePattern } from './names.ts';
import { WrittenOutputs } from './outputs.ts';
import { presetNames } from './presets.ts';
import { WrittenRequirePlan } from './require-plan.ts';
import { WrittenTriggers } from './triggers.ts';
import { WrittenPrice } from './written-price.ts';

const unique = { uniqueItems: true };
/** The shape only; `readHostPattern` says what is wrong with one. */
const hostPattern = /^(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?$/;

/** A tool by its name, or some of its calls: `Bash(git log *)`, `Read(src/**)`. An MCP tool has its exact name only. */
const toolRule = `^(?:(?:${knownTools.join('|')})(?:\\([^()\\n]{1,1000}\\))?|${mcpToolName})$`;
const ToolRules = z
  .array(z.string().max(1100).regex(new RegExp(toolRule)))
  .max(200)
  .meta(unique);
const Tools = z.array(z.enum(knownTools)).max(knownTools.length).meta(unique);
const ToolNames = z
  .array(z.string().regex(new RegExp(`^(?:${knownTools.join('|')}|${mcpToolName})$`)))
  .max(200)
  .meta(unique);

/**
 * A path inside the repository. Every segment is plain ASCII, doesn't start with a dash and doesn't end
 * with a dot or a space, which also leaves out `.`, `..`, absolute paths, back-slashes and NUL. `.git` is
 * no segment of a repository path, in no spelling.
 */
const segment = '(?!\\.[gG][iI][tT](?:/|$))(?![- ])[A-Za-z0-9._@+ -]*[A-Za-z0-9_@+-]';
const safePath = `${segment}(?:/${segment})*`;

/**
 * The name of an environment variable that may be handed to an agent: upper case, and none that steers
 * the loader, the shell, git, Node, the CLI, a proxy or the runner.
 */
const envName =
  '^(?!(?:PATH|HOME|IFS|ENV|SHELL|BASH_ENV|NODE_OPTIONS|BUN_OPTIONS|HTTPS_PROXY|HTTP_PROXY|ALL_PROXY|NO_PROXY)$)' +
  '(?!(?:LD|DYLD|GIT|CLAUDE|ANTHROPIC|GITHUB|ACTIONS|RUNNER|INPUT|NPM_CONFIG|PYTHON|PERL|RUBY)_)' +
  '[A-Z][A-Z0-9_]{0,63}$';

/** One schema per key that an agent or `defaults` may hold. Descriptions reach editors through the JSON Schema. */
export const sharedFields = {
  model: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:@[\]-]{0,99}$/)
    .describe('The model, by its full name. Default: claude-opus-5-5.'),
  preset: z
    .enum(presetNames)
    .describe(
      'What the agent starts from. reader: Read, Grep, Glob. planner: the same with more time. tester: reader ' +
        'and Bash. editor: reader, Edit and Write. The other keys narrow it; add_tools widens it.',
    ),
  add_tools: Tools.describe('Tools beyond those of the preset.'),
  tools: Tools.describe(
    'The tools the agent has, by their exact names. Edit, Write and Bash make its copy of the repository ' +
      'writable. WebFetch reads pages of the hosts in egress; Agent starts sub-agents within the limits of this one. ' +
      'Default: Read, Grep, Glob. An empty list means none.',
  ),
  allowed_tools: ToolRules.describe(
    'Which calls may be made without asking: tools by name, or some of their calls, such as Bash(git log *) or ' +
      'Edit(src/**). Nobody can be asked yet, so others are refused. Default: all calls of all tools.',
  ),
  disallowed_tools: ToolRules.describe(
    'Calls that are refused whatever else is said: tools by name, which then do not exist for the agent, or ' +
      'some of their calls, such as Bash(git push *).',
  ),
  tainted_tools: ToolNames.describe(
    'Which of the tools may still be used once the agent has read text by people without write access. ' +
      'Default: all but those that reach hosts.',
  ),
  policy: z
    .enum(['allow_list', 'allow_all', 'deny_list', 'deny_all', 'require_approval'])
    .describe(
      'allow_list: calls in allowed_tools. deny_list: calls not in disallowed_tools. allow_all: calls of any of ' +
        'the tools. deny_all: none. require_approval: none until a person agrees; what was asked for is listed ' +
        'in the result. The rules on arguments hold in every case. Default: allow_list.',
    ),
  permission_mode: z
    .enum(['manual', 'default', 'acceptEdits'])
    .describe(
      'manual: every call is judged by the policy. acceptEdits: file edits inside the workspace too, but ' +
        'without the CLI asking. `default` is another word for manual.',
    ),
  price: WrittenPrice,
  skip_permissions: z
    .boolean()
    .describe(
      'true: the tools that the agent has run whatever their arguments are. Each call is still recorded, and ' +
        'the cage and the broker still hold. Default: false.',
    ),
  require_sandbox: z.literal(true).describe('Must be true: agents run in a cage or not at all.'),
  working_dir: z
    .string()
    .max(255)
    .regex(new RegExp(`^(?:\\.|${safePath})$`))
    .describe('The folder the agent starts in, relative to the top of the repository. Default: the top.'),
  timeout_minutes: z
    .int()
    .min(1)
    .max(MOST.minutes)
    .describe('Wall-clock limit of one run, in minutes, 1 to 360. Default: 15.'),
  budget_usd: z
    .number()
    .gt(0)
    .max(MOST.usd)
    .describe('The most that one run may cost, in US dollars. Default: 1.'),
  max_turns: z.int().min(1).max(500).describe('The most model turns in one run, 1 to 500. Default: 30.'),
  invoke: z
    .enum(['triage', 'write', 'maintain', 'admin'])
    .describe('The least role in the repository that may start the agent. Default: write.'),
  teams: z
    .array(z.string().max(140).regex(teamNamePattern))
    .min(1)
    .max(10)
    .meta(unique)
    .describe(
      'Teams as organisation/slug: whoever starts the agent by a comment has to be in one of them, too. Only teams ' +
        'of the organisation that owns the repository count. The App needs the permission members: read. Default: no team.',
    ),
  approval_minutes: ApprovalMinutes.describe(
    'How long a job of the agent waits for a person who agrees to its plan, in minutes, 5 to 4320. Never longer than ' +
      'whoever runs the app allows, which is 1440 (a day) unless they say otherwise. Default: that.',
  ),
  require_plan: WrittenRequirePlan,
  cache_hours: z
    .int()
    .min(1)
    .max(168)
    .describe(
      'For so many hours, 1 to 168, the app answers the same task at the same commit and configuration with the ' +
        'answer that it has, and says so; --fresh asks for a new run. Only for agents that read the repository and ' +
        'nothing else. Default: never.',
    ),
  session_hours: z
    .int()
    .min(1)
    .max(168)
    .describe(
      'For so many hours, 1 to 168, /dispatch continue may go on with the conversation of a run that ended well: it is kept, ' +
        'encrypted, in the artifact of the run. The workflow has to pass a session-key. Default: nothing is kept.',
    ),
  triggers: WrittenTriggers.describe(
    'What may start the agent: a /dispatch comment, a workflow step, news of a pull request, each by its name; ' +
      'pull_request perhaps with events, paths, labels, drafts, forks and task. Default: comment and workflow.',
  ),
  outputs: WrittenOutputs.describe(
    'What the agent may hand back, each kind by its name or with its limits, such as [comment, review] or ' +
      '[comment, { review: { comments: 5 } }]. Default: comment, the agent’s last message.',
  ),
  context: WrittenContext.describe(
    'What the agent is given of the issue or pull request that its run is about: thread (title, text and comments), ' +
      'diff, and failures (the logs of jobs that failed at its commit), each by its name or with its limits, such as ' +
      '[thread, { diff: { kb: 128 } }]. A kb is 1024 characters. The job needs the permissions issues: read and ' +
      'pull-requests: read, and for failures actions: read. Default: nothing.',
  ),
  env: z
    .array(z.string().regex(new RegExp(envName)))
    .max(0)
    .describe('Names of environment variables for the agent. Not supported yet: must be empty.'),
  egress: z
    .array(z.string().max(102).meta({ pattern: hostPattern.source }))
    .max(32)
    .meta(unique)
    .describe(
      'Hosts that commands of the agent may reach over HTTPS and HTTP: full names, or *. before one for the ' +
        'names directly below it. Needs Bash. Default: none.',
    ),
  egress_max_mb: z
    .int()
    .min(1)
    .max(10_000)
    .describe('Megabytes that may pass to and from these hosts in one run. Default: 100.'),
};

/** The keys that describe one agent and therefore make no sense in `defaults`. */
export const ownFields = {
  description: z
    .string()
    .max(500)
    .regex(/^(?!\s*$)[^\p{Cc}\p{Cf}]+\n?$/u)
    .describe('One sentence for people: what the agent is for. Shown by `/dispatch help`.'),
  system_prompt: z
    .string()
    .max(32_768)
    .regex(/\S/)
    .describe('The instructions the agent always gets. Either this or system_prompt_file.'),
  system_prompt_file: z
    .string()
    .max(255)
    .regex(new RegExp(`^${safePath}$`))
    .describe('A file of the repository that holds the instructions, read from the default branch.'),
  output_schema: WrittenOutputSchema.describe(
    'What the answer has to be: a part of JSON Schema. Nothing else of what the agent writes is posted then, and ' +
      '`dispatch explain` says how many bits it can carry. Default: free text.',
  ),
  may_dispatch: WrittenMayDispatch,
  fleet: WrittenFleet,
  mcp_servers: WrittenMcpServers.describe(
    'MCP servers that run in the cage, by name. Their tools are called mcp__SERVER__TOOL; see docs/mcp.md.',
  ),
};
