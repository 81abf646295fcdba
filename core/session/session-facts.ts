import { z } from 'zod';

/** What is known of a conversation that was kept, without what it says. */
export const SessionFacts = z.strictObject({
  /** SHA-256 of `session.enc`. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in hex'),
  /** Unix seconds; it is not given to anybody from then on. */
  expires_at: z.int().nonnegative().max(1e11),
});
export type SessionFacts = z.infer<typeof SessionFacts>;

/** What a conversation is encrypted for: it can be read as this and as nothing else. */
export type SessionBinding = {
  jobId: string;
  agent: string;
  configBlob: string;
  headSha: string;
  /** Unix seconds. */
  expiresAt: number;
};
