import { z } from 'zod';
import { CALL_MAX_CHARACTERS } from '../approval/call.ts';
import { precedence } from '../failure/classes.ts';
import { classOf } from '../failure/codes.ts';
import { ContextReport } from '../context/report.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';
import { FleetMember, MOST_MEMBERS } from './fleet-members.ts';
import { AcceptedOutput, servedNames } from './kinds/table.ts';
import { Kept } from './keep/kept.ts';
import { Change } from './patch/change.ts';
import { readHostileJson } from './hostile-json.ts';
import { Withholding } from './withholding.ts';

/** Longest result.json that is read, in UTF-16 code units (at most 1 MiB on disk). */
export const RESULT_MAX_CHARACTERS = 1_048_576;
/** Longest final text kept in a result; the full text of a longer answer is not kept. */
export const TEXT_MAX_CHARACTERS = 400_000;
/** Values in a result.json, those in lists and objects counted: several times as many as the longest lists come to. */
const MOST_VALUES = 10_000;
/** Keys in one of its objects: several times as many as any has. */
const MOST_KEYS = 200;

const line = (max: number) => z.string().max(max);
const count = z.number().int().min(0).max(1_000_000);

/** A call the agent asked for; `input` is already redacted and shortened. */
const Call = z.strictObject({ tool: line(200), input: line(400) });

/** What commands of the agent asked the proxy for. Bytes are those of both ways. */
const Connections = z.strictObject({
  allowed: count,
  refused: count,
  bytes: z.number().int().min(0).max(1e12),
  refused_hosts: z.array(z.strictObject({ host: line(300), because: line(1_000) })).max(20),
});

/** How a run ended. */
export const Outcome = z.enum(['success', 'failed', 'refused', 'cancelled', 'timed_out']);
export type Outcome = z.infer<typeof Outcome>;

/** A count of tokens. */
const tokens = z.number().int().min(0).max(1e12);

/**
 * `result.json`, version 2: the contract between the job that ran the agent and whoever publishes.
 * Money in US dollars, durations in milliseconds. Strict: an unknown key is refused.
 */
export const Result = z.strictObject({
  version: z.literal(2),
  /** 32 hex digits; null when the run was a workflow step and no job was ticketed. */
  job_id: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .nullable(),
  agent: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
  outcome: Outcome,
  /** The class of what went wrong; null on success. */
  error_code: z.enum(precedence).nullable(),
  /** Why it did not succeed; null on success. */
  cause: z.strictObject({ code: line(64), because: line(2_000), remedy: line(2_000) }).nullable(),
  text: line(TEXT_MAX_CHARACTERS),
  /** The text is JSON that follows the agent's `output_schema`; absent where it is not. */
  structured: z.literal(true).optional(),
  cost_usd: z.number().min(0).max(100_000).nullable(),
  /**
   * What the broker counted in the answers that came to their end: all that models read, from caches or not, and all
   * that they wrote. Null when no agent ran.
   */
  tokens: z.strictObject({ input: tokens, output: tokens }).nullable(),
  duration_ms: z.number().min(0).max(604_800_000),
  turns: count.nullable(),
  model: line(200).nullable(),
  calls: z.strictObject({ allowed: count, refused: count }),
  refused_calls: z.array(z.strictObject({ ...Call.shape, rule: line(100), because: line(1_000) })).max(20),
  allowed_calls: z.array(Call).max(20),
  /**
   * Calls that `policy: require_approval` keeps for a person to decide. None was made, and neither count of
   * `calls` has them; absent when there were none.
   */
  wanted: z.strictObject({ count, calls: z.array(Call).min(1).max(20) }).optional(),
  /**
   * The first of these calls that somebody could agree to: its arguments as canonical JSON, and the SHA-256 of both.
   * Absent when there was none, or when the gate masked something in this result.
   */
  deferred: z
    .strictObject({
      tool: line(200),
      arguments: line(CALL_MAX_CHARACTERS),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    })
    .optional(),
  /** The agents of the run, where there were several: its own and the workers; `calls` and `tokens` are of all of them. */
  fleet: z.array(FleetMember).min(1).max(MOST_MEMBERS).optional(),
  /** Connections to hosts of the profile's `egress`, and to others; absent when there were none. */
  connections: Connections.optional(),
  /** What the agent handed in and what was taken, at most one of each kind; absent when nothing. */
  outputs: z.array(AcceptedOutput).min(1).max(servedNames.length).optional(),
  /** What became of the change that the agent asked to propose; absent when it asked for none. */
  change: Change.optional(),
  /** What became of the files that the agent asked to keep; absent when it asked for none. */
  kept: Kept.optional(),
  /** What the agent was given of the issue or pull request, in counts; absent when its profile asks for nothing of it. */
  context: ContextReport.optional(),
  /** What strangers wrote of what the agent was given; absent when nothing of it. Whatever builds on the text starts with it. */
  tainted: z.array(line(200)).min(1).max(10).optional(),
  /** What the gate masked in this result, by kind or name of the secret, most first; absent when nothing. */
  masked: z
    .array(z.strictObject({ kind: line(100), count }))
    .min(1)
    .max(20)
    .optional(),
  /** Where the gate withheld something that this run wrote; absent when it withheld nothing. Its cause is then `withheld`. */
  compromised: z.array(Withholding).min(1).max(20).optional(),
  /** SHA-256 of the last audit record. */
  audit_head: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  cli_version: line(100).nullable(),
  cage: line(400).nullable(),
});
export type Result = z.infer<typeof Result>;

/** Version 1, which older actions write. */
const Result1 = Result.omit({ error_code: true, structured: true, tokens: true }).extend({
  version: z.literal(1),
});

/** A result of version 1 as one of version 2. */
function raised(result: z.infer<typeof Result1>): Result {
  const { outcome, cause } = result;
  const error_code = outcome === 'success' ? null : classOf(cause?.code ?? outcome.replace('_', '-'));
  return { ...result, version: 2, error_code, tokens: null };
}

/**
 * Reads a result.json that the agent's job, and so perhaps the agent, wrote: size and depth bounded,
 * no duplicate or prototype keys, numbers finite and in range. Returns a Refusal, never throws.
 */
export function readResult(text: string): Result | Refusal {
  if (text.length > RESULT_MAX_CHARACTERS)
    return unreadable(`it is larger than ${RESULT_MAX_CHARACTERS} characters`);
  const value = readHostileJson(text, 8, MOST_VALUES, MOST_KEYS);
  if (isRefusal(value)) return unreadable(value.because);
  const isOld = typeof value === 'object' && value !== null && 'version' in value && value.version === 1;
  const read = isOld ? Result1.transform(raised).safeParse(value) : Result.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue?.path.map(String).join('.') || 'the top level';
  if (issue?.code === 'unrecognized_keys') return unknownKeys(where, issue.keys);
  return unreadable(`${where} is not as agreed (${issue?.code ?? 'unknown'})`);
}

/** What a newer action may add; a key is named only if it could be one of ours. */
function unknownKeys(where: string, keys: readonly string[]): Refusal {
  const named = keys.filter((key) => /^[a-z_]{1,40}$/.test(key)).slice(0, 5);
  return refuse(
    'result-unreadable',
    `The result of the run cannot be read: ${where} has ${named.join(', ') || 'a key'}, which this version does not know.`,
    'Use the same version of the app and of the action; nothing from the result was published.',
  );
}

function unreadable(why: string): Refusal {
  return refuse(
    'result-unreadable',
    `The result of the run cannot be trusted: ${why}.`,
    'Look at the log of the run; nothing from its result was published.',
  );
}
