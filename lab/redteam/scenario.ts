import { z } from 'zod';
import { ScriptedUsage } from '../model/script.ts';
import { Hole, Name, Outcome, Pattern, Text } from './scenario-fields.ts';
import { Oracles } from './scenario-oracles.ts';

/** The layers of the design that a scenario attacks; `--layer` chooses by them. */
export const Layer = z.enum([
  'cage',
  'egress',
  'broker',
  'launcher',
  'supervisor',
  'composer',
  'gate',
  'profile',
  'command',
]);
export type Layer = z.infer<typeof Layer>;

export const Position = z.enum([
  'commenter',
  'issue-author',
  'pull-request-author',
  'repository-content',
  'model',
  'worker',
  'mcp-server',
  'dependency',
]);

export const Place = z.enum(['workspace', 'home', 'outside', 'temp']);
export type Place = z.infer<typeof Place>;

/** One file of the scenario's world. Exactly one of `text`, `link`, `hardlink`, `folder` and `socket`. */
export const PlacedFile = z
  .strictObject({
    in: Place.default('workspace').describe(
      'workspace: the checkout, committed where git can hold it. home: the runner user’s HOME. outside: a ' +
        'folder beside the checkout. temp: RUNNER_TEMP.',
    ),
    path: z
      .string()
      .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$)).{1,200}$/)
      .describe('Below that place; no `..`.'),
    text: Text.optional().describe('The contents. `${...}` is replaced.'),
    link: z.string().optional().describe('A symbolic link to this target, whatever it is.'),
    hardlink: z.string().optional().describe('A hard link to a file of the place `outside`.'),
    folder: z.literal(true).optional().describe('An empty folder.'),
    socket: z.literal(true).optional().describe('A unix socket that records what is sent to it.'),
    mode: z
      .string()
      .regex(/^[0-7]{3,4}$/)
      .optional()
      .describe('Permissions in octal; 644 for files and 755 for folders when absent.'),
  })
  .refine(
    (file) =>
      ['text', 'link', 'hardlink', 'folder', 'socket'].filter((key) => Object.hasOwn(file, key)).length === 1,
    'needs exactly one of text, link, hardlink, folder and socket',
  );
export type PlacedFile = z.infer<typeof PlacedFile>;

/** One answer of the hostile model. */
export const ModelTurn = z.strictObject({
  when: z
    .strictObject({
      matches: Pattern.optional().describe('The last tool results together match this regular expression.'),
      failed: z.boolean().optional().describe('Whether one of the last tool results is an error.'),
    })
    .optional()
    .describe('The turn is left out unless this holds.'),
  text: Text.optional(),
  calls: z
    .array(z.strictObject({ tool: z.string().min(1), input: z.record(z.string(), z.unknown()) }))
    .max(60)
    .optional(),
  usage: ScriptedUsage.optional().describe('Tokens that this answer is billed for.'),
  delay_ms: z.int().min(0).max(120_000).optional(),
  cut: z.boolean().optional().describe('The connection breaks after the first content.'),
  error: z.strictObject({ status: z.int().min(300).max(599) }).optional(),
  repeat: z.int().min(1).max(2000).optional(),
});
export type ModelTurn = z.infer<typeof ModelTurn>;

export const Ablation = z.strictObject({
  holes: z.array(Hole).min(1).describe('Holes that are made together.'),
  profile: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('Another profile, where the real one is refused.'),
  config: Text.optional().describe('Another configuration, where the real one is refused.'),
  task: Text.optional().describe('A task instead of a comment that is refused.'),
  fires: z.array(z.string()).optional().describe('Oracles that must fire; any one of them when absent.'),
});
export type Ablation = z.infer<typeof Ablation>;

/** What shows that the attack did happen: one that did not happen does not count as held. */
export const Expectation = z.strictObject({
  calls: z.int().min(0).optional().describe('At least so many calls were asked about.'),
  end: z.boolean().default(true).describe('The script came to its end.'),
  refused: z.string().optional().describe('The run is refused with this code; nothing is started.'),
  outcomes: z.array(Outcome).optional().describe('The run ends with one of these.'),
});

/** A scenario file, version 1. */
export const Scenario = z.strictObject({
  version: z.literal(1),
  id: z
    .string()
    .regex(/^[A-Z][0-9]{2}-[a-z0-9-]{1,60}$/)
    .describe('The attack’s id and a few words: `M01-proc-environ`.'),
  title: z.string().min(1).max(200),
  notes: z.string().max(2000).optional(),
  position: Position.describe('Who attacks.'),
  layers: z.array(Layer).min(1),
  profile: z
    .union([z.enum(['reader', 'editor', 'tester', 'free']), z.record(z.string(), z.unknown())])
    .default('reader')
    .describe('A preset, or the fields of an agent in .github/dispatch.yml.'),
  config: Text.optional().describe(
    'A whole .github/dispatch.yml instead of a profile; its agent is `hostile` unless `agent` says otherwise.',
  ),
  agent: Name.optional().describe('The agent of `config` that is attacked.'),
  task: Text.default('Look at this repository.'),
  comment: Text.optional().describe('A /dispatch comment instead of a task: parsed, then sent as a ticket.'),
  commit: z
    .strictObject({ message: Text.optional(), author: z.string().max(200).optional() })
    .optional()
    .describe('The last commit of the checkout.'),
  pull_request: z
    .enum(['fork', 'branch'])
    .optional()
    .describe(
      'The last commit, which is checked out, is the head of a pull request from there; the default branch stays ' +
        'at the commit before it, which holds the configuration alone.',
    ),
  private: z
    .boolean()
    .default(false)
    .describe('The repository is private; in such a one no profile has hosts.'),
  operator: Text.optional().describe('The input `operator` of the step: what it allows at most.'),
  ticket: z
    .strictObject({ config_commit: z.literal('head') })
    .optional()
    .describe('The ticket of a comment names this commit as the one of the configuration; its hash stays.'),
  publish: z
    .boolean()
    .default(false)
    .describe('A second job, with no agent in it, posts the result below an issue.'),
  keep_credentials: z.boolean().default(false).describe('actions/checkout leaves its token in the checkout.'),
  assume: z
    .array(Hole)
    .default([])
    .describe('Holes that are there in every run: the layer behind them is the one that is attacked.'),
  canaries: z.array(Name).default([]),
  markers: z.array(Name).default([]),
  environment: z
    .record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/), Text)
    .default({})
    .describe('Variables of the machine, in every step of the job.'),
  files: z.array(PlacedFile).max(500).default([]),
  earlier: Text.optional().describe('A bash script: a step before the agent’s.'),
  model: z.array(ModelTurn).max(200),
  later: Text.optional().describe('A bash script: a step after the agent’s.'),
  oracles: Oracles,
  ablations: z.array(Ablation).min(1),
  expect: Expectation.default({ end: true }),
});
export type Scenario = z.infer<typeof Scenario>;
