import { z } from 'zod';
import { Withholding } from '../output/withholding.ts';
import { about, FleetCalled, WorkerEnded, WorkerHired } from './fleet-entries.ts';

const at = z.iso.datetime({ precision: 3 });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.string().max(2_000);
const count = z.number().int().min(0);

/** Longest tool input kept in a record, in UTF-16 units; the digest stands for the rest. */
export const INPUT_MAX_CHARACTERS = 2_000;

/** A tool call's input: already redacted, perhaps cut, with the SHA-256 of what it was. */
export const AuditInput = z.strictObject({
  text: z.string().max(INPUT_MAX_CHARACTERS + 1),
  sha256,
  characters: count,
});
export type AuditInput = z.infer<typeof AuditInput>;

const Start = z.strictObject({
  type: z.literal('start'),
  at,
  job_id: z.string().max(64).nullable(),
  agent: line,
  actor: line,
  /** Who agreed to its plan; absent where nobody had to. */
  approved_by: line.optional(),
  model: line,
  /** SHA-256 of the canonical plan: what the agent was allowed to do. */
  plan_sha256: sha256,
  task_sha256: sha256,
  /** What the run may spend; absent in records of before it was kept. */
  budget_usd: z.number().min(0).optional(),
  cli_version: line.nullable(),
  cage: line.nullable(),
});

/** The start-up check: a call was asked about and its refusal held, before the task was sent. */
const Canary = z.strictObject({
  type: z.literal('canary'),
  at,
  ...about,
  tool: line,
  /** It was another agent of this run that was seen to ask, in a start like this one's. */
  before: z.literal(true).optional(),
  verdict: z.literal('deny'),
});

/** Written before the answer is given: a call without a record cannot have been allowed. */
const Asked = z.strictObject({
  type: z.literal('asked'),
  at,
  seq: count,
  /** Who asked: the run's agent (`["main"]`) or a worker (`["main/1"]`), then the sub-agent of it that did. */
  actor: z.array(z.string().max(200)).min(1).max(16),
  tool: line,
  input: AuditInput,
  verdict: z.enum(['allow', 'deny']),
  rule: line,
  because: line,
});

const Ended = z.strictObject({
  type: z.literal('ended'),
  at,
  ...about,
  /** The `seq` of the call that ended. */
  seq: count,
  is_error: z.boolean(),
  duration_ms: z.number().min(0),
});

/** What became of an output that the agent handed in by the call `seq`; before the agent was told. */
const Output = z.strictObject({
  type: z.literal('output'),
  at,
  ...about,
  seq: count,
  kind: line,
  became: z.enum(['accepted', 'partly', 'refused']),
  /** Of what was taken, as canonical JSON before the gate; null when nothing was. */
  sha256: sha256.nullable(),
  /** What the agent was told of what is wrong with it; null when nothing was. */
  because: line.nullable(),
});

/** What the broker did with a request to the model. */
const Api = z.strictObject({
  type: z.literal('api'),
  at,
  ...about,
  what: z.enum(['forwarded', 'answered', 'refused', 'failed']),
  model: line.nullable(),
  status: z.number().int().min(0).max(999).nullable(),
  cost_usd: z.number().min(0).nullable(),
  because: line.nullable(),
});

/** A connection that a command of the agent asked our proxy for. */
const Egress = z.strictObject({
  type: z.literal('egress'),
  at,
  ...about,
  host: line,
  port: z.number().int().min(0).max(99_999),
  address: line.nullable(),
  verdict: z.enum(['allow', 'deny']),
  because: line,
  bytes_out: count,
  bytes_in: count,
  duration_ms: count,
});

/** An MCP tool that the profile does not pin: what its server said of it at first, and has to say from then on. */
const Unpinned = z.strictObject({ type: z.literal('unpinned'), at, ...about, tool: line, sha256 });

/** A text that the gate kept back: where and because of what, never the text. It may follow the `end` of its run. */
const Withheld = z.strictObject({ type: z.literal('withheld'), at, ...Withholding.shape });

const End = z.strictObject({
  type: z.literal('end'),
  at,
  outcome: z.enum(['success', 'failed', 'refused', 'cancelled', 'timed_out']),
  because: line.nullable(),
  cost_usd: z.number().min(0).nullable(),
  turns: count.nullable(),
});

/** One thing that happened. Times are UTC with milliseconds, money is US dollars. */
export const AuditEntry = z.discriminatedUnion('type', [
  Start,
  Canary,
  Asked,
  Ended,
  Output,
  Api,
  Egress,
  Unpinned,
  Withheld,
  WorkerHired,
  WorkerEnded,
  FleetCalled,
  End,
]);
export type AuditEntry = z.infer<typeof AuditEntry>;

/** The input of a call for its record: `redacted` is cut to fit, `digest` is that of the original. */
export function auditInput(redacted: string, digest: string): AuditInput {
  const cut = redacted.length > INPUT_MAX_CHARACTERS;
  const text = cut ? `${redacted.slice(0, INPUT_MAX_CHARACTERS)}…` : redacted;
  return { text: text.toWellFormed(), sha256: digest, characters: redacted.length };
}
