import { z } from 'zod';
import { SessionFacts } from '../session/session-facts.ts';

const sha = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'must be a full commit or blob id');
const hex32 = z.string().regex(/^[0-9a-f]{32}$/, 'must be 32 lower-case hex digits');
const seconds = z.int().nonnegative();

/** Who agreed to the run, and the digest of the plan that was agreed to. */
const Approval = z.strictObject({
  by: z.string().min(1).max(100),
  by_id: z.int().positive(),
  plan_sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  /** Numbers of the plan's parts that are taken away again. */
  without: z.array(z.int().min(1)).max(200),
  /** The one call, with its arguments as canonical JSON, that a run under `policy: require_approval` may make. */
  call: z
    .strictObject({
      tool: z.string().min(1).max(200),
      arguments: z.string().max(4000),
      sha256: z.string().length(64),
    })
    .optional(),
});

/** Limits that the command made stricter than the agent's own. */
const Limits = z.strictObject({
  budget_usd: z.number().positive().max(10_000).optional(),
  timeout_minutes: z.int().positive().max(10_000).optional(),
  max_turns: z.int().positive().max(10_000).optional(),
});

/**
 * The earlier job whose result the agent is given: where that lies, and the SHA-256 of its result.json. With `session`
 * the agent is given its conversation instead, and is the same agent.
 */
const From = z.strictObject({
  job_id: hex32,
  run_id: z.int().positive(),
  agent: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be an agent name'),
  result_sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  session: SessionFacts.optional(),
});

/**
 * The claims of a ticket: what the app allows one workflow run to do, frozen when the comment was
 * accepted. Times are Unix seconds. A claim that is not listed here makes the ticket unreadable: it
 * could be a limit that this version does not know how to keep.
 */
export const Ticket = z.strictObject({
  /** Who issued it; shown to users, not a trust anchor (the signature is). */
  iss: z.string().min(1).max(100),
  /** Nonce: makes two tickets for the same work different. */
  jti: hex32,
  iat: seconds,
  exp: seconds,
  repository_id: z.int().positive(),
  repository: z.string().regex(/^[A-Za-z0-9_.-]+\/[A-Za-z0-9_.-]+$/, 'must be owner/name'),
  job_id: hex32,
  /** Login of the user whose comment it was, or who caused the news of the pull request. */
  actor: z.string().min(1).max(100),
  agent: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be an agent name'),
  /** Blob of `.github/dispatch.yml` and the default branch's commit it was read at. */
  config_blob: sha,
  config_commit: sha,
  /** The commit the agent works on. */
  head_sha: sha,
  /** Whether that commit comes from a fork, and whether the repository is private. */
  fork_head: z.boolean(),
  private: z.boolean(),
  task: z.string().min(1).max(16_384),
  task_sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  issue_number: z.int().positive(),
  /** How many agents stand between this one and a human's comment; 0 for the first. */
  depth: z.int().min(0).max(8),
  /** Absent where it was a command in a comment. */
  trigger: z.literal('pull_request').optional(),
  /** Absent where the command named none. */
  limits: Limits.optional(),
  /** Absent where the command named none. The run is given just this, or does not start. */
  from: From.optional(),
  /** Absent where nobody had to agree. The run may do what this plan says or nothing at all. */
  approval: Approval.optional(),
});

export type Ticket = z.infer<typeof Ticket>;
