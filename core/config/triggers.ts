import { z } from 'zod';
import { finding, type Finding, type Path } from './problem.ts';

/** What may start an agent. */
export const triggerNames = ['comment', 'workflow', 'pull_request'] as const;
export type TriggerName = (typeof triggerNames)[number];

/** The news of a pull request that may start an agent, in GitHub's words. */
export const pullEvents = ['opened', 'synchronize', 'reopened', 'ready_for_review', 'labeled'] as const;
export type PullEventName = (typeof pullEvents)[number];

/** Which news of which pull requests start an agent, and what it is asked to do then. */
export type PullTrigger = {
  events: PullEventName[];
  /** Patterns; one of the changed files has to fit one of them. Empty: whatever is changed. */
  paths: string[];
  /** One of which the pull request has to have; empty: it needs none. */
  labels: string[];
  drafts: boolean;
  /** Also pull requests from forks, and news by people without the agent's role. */
  forks: boolean;
  task: string;
};

export const pullTriggerDefaults: PullTrigger = {
  events: ['opened', 'synchronize', 'reopened', 'ready_for_review'],
  paths: [],
  labels: [],
  drafts: false,
  forks: false,
  task:
    'Review what this pull request changes. Report only problems that you can point at, each with its file and ' +
    'line, the worst first.',
};

const words = (most: number, pattern: RegExp) => z.array(z.string().max(most).regex(pattern)).min(1).max(50);

const WrittenPullTrigger = z
  .strictObject({
    events: z.array(z.enum(pullEvents)).min(1).max(pullEvents.length).describe('Default: all but labeled.'),
    paths: words(200, /^[^!\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u).describe(
      'Patterns such as src/** or *.ts, of which one has to fit a changed file. Default: whatever is changed.',
    ),
    labels: words(50, /^[^\s\p{C}](?:[^\p{C}]*[^\s\p{C}])?$/u).describe(
      'Labels, of which the pull request has to have one. Default: none is needed.',
    ),
    drafts: z.boolean().describe('Drafts, too. Default: false.'),
    forks: z
      .boolean()
      .describe(
        'Pull requests from forks, and news by people without the role of invoke, too: the agent may only read, ' +
          'without egress, env or MCP servers. Default: false.',
      ),
    task: z
      .string()
      .max(8192)
      .regex(/\S/)
      .describe('What the agent is asked to do. Default: to review what the pull request changes.'),
  })
  .partial();

/** What starts an agent, by name, or with more: `[comment, { pull_request: { paths: [src/**] } }]`. */
export const WrittenTriggers = z
  .array(
    z.union([
      z.enum(triggerNames),
      z.strictObject({ pull_request: WrittenPullTrigger.describe('Which pull requests, and when.') }),
    ]),
  )
  .min(1)
  .max(triggerNames.length)
  .refine((entries) => new Set(entries.map(nameOf)).size === entries.length, 'names a trigger twice');
export type WrittenTriggers = z.infer<typeof WrittenTriggers>;

/** What starts an agent, with every choice made. `pullRequest`: null where pull requests do not. */
export function plannedTriggers(written: WrittenTriggers): {
  triggers: TriggerName[];
  pullRequest: PullTrigger | null;
} {
  const triggers = written.map(nameOf);
  if (!triggers.includes('pull_request')) return { triggers, pullRequest: null };
  const entry = written.find((one) => typeof one !== 'string');
  const chosen = typeof entry === 'object' ? entry.pull_request : {};
  return { triggers, pullRequest: { ...structuredCopy(), ...chosen } };
}

/** Fresh arrays, so that no agent shares one with another. */
function structuredCopy(): PullTrigger {
  const { events, paths, labels, ...rest } = pullTriggerDefaults;
  return { ...rest, events: [...events], paths: [...paths], labels: [...labels] };
}

function nameOf(entry: TriggerName | object): TriggerName {
  return typeof entry === 'string' ? entry : 'pull_request';
}

/** The entry that a path below `triggers` leads into; null for a path elsewhere. */
export function triggerEntry(path: Path): Path | null {
  const at = path[0] === 'agents' ? 2 : path[0] === 'defaults' ? 1 : -1;
  return at > 0 && path[at] === 'triggers' && path.length > at + 1 ? path.slice(0, at + 2) : null;
}

const TOLD: Readonly<Record<string, string>> = {
  events: `a list of ${pullEvents.join(', ')}`,
  paths: 'a list of at most 50 patterns such as src/** or *.ts, without a ! before them',
  labels: 'a list of at most 50 labels',
  drafts: 'true or false',
  forks: 'true or false',
  task: 'a text of at most 8192 characters that is not empty',
};

/** What is wrong with an entry that is a mapping; null for one that is none. */
export function badTrigger(path: Path, entry: unknown): Finding | null {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return null;
  const [[name, chosen] = ['', undefined], ...more] = Object.entries(entry);
  if (name !== 'pull_request' || more.length > 0)
    return finding(
      path,
      '`triggers` holds a mapping that is not taken: only `pull_request` has keys of its own.',
      `Write ${triggerWants}.`,
    );
  const read = WrittenPullTrigger.safeParse(chosen);
  const issue = read.success ? undefined : read.error.issues[0];
  const key = String(issue?.path[0] ?? '');
  const told = TOLD[key];
  return finding(
    path,
    told === undefined
      ? '`pull_request` of `triggers` is no mapping of its keys.'
      : `\`${key}\` of the trigger \`pull_request\` is not what it may be.`,
    told === undefined ? `Its keys are ${Object.keys(TOLD).join(', ')}.` : `Write ${told}.`,
  );
}

/** What `triggers` wants, in words. */
export const triggerWants =
  'a list of comment, workflow and pull_request, such as [comment, { pull_request: { paths: [src/**] } }]';

/** Which news of which pull requests start an agent, in words. */
export function pullTriggerWords({ events, paths, labels, drafts, forks }: PullTrigger): string {
  return [
    events.join(', '),
    ...(paths.length === 0 ? [] : [`of ${paths.join(', ')}`]),
    ...(labels.length === 0 ? [] : [`labelled ${labels.join(' or ')}`]),
    drafts ? 'drafts, too' : 'no drafts',
    forks ? "forks and strangers' news, too" : 'not from forks',
  ].join('; ');
}
