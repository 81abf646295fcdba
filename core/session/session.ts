import { z } from 'zod';
import { readHostileJson } from '../output/hostile-json.ts';
import { isRefusal, refuse, type Refusal } from '../refusal.ts';

/** The most that is kept of a conversation, in bytes of UTF-8 as JSON: some 32,000 tokens for whoever goes on with it. */
export const SESSION_MAX_BYTES = 128 * 1024;
/** Longest `session.enc` that is read, in characters; what masks add and encryption takes has room in it. */
export const LOCKED_MAX_CHARACTERS = 512 * 1024;

/** The most of one text that is kept, in characters. */
export const TURN_MAX_CHARACTERS = { person: 8192, agent: 16_384, call: 2048, result: 8192 } as const;

const text = z.string().max(LOCKED_MAX_CHARACTERS);
/** Counted from 1 through all the runs of a conversation. */
const call = z.int().min(1).max(1_000_000);

/** One thing that was said or done. `input` is JSON; `failed`: it was refused, or did not work. */
export const Turn = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('person'), text }),
  z.strictObject({ by: z.literal('agent'), text }),
  z.strictObject({ by: z.literal('call'), call, tool: z.string().max(200), input: text }),
  z.strictObject({ by: z.literal('result'), call, failed: z.boolean(), text }),
]);
export type Turn = z.infer<typeof Turn>;

/** The conversation of a run, and of those that it continued: what is kept, encrypted, for the next one. */
export const Session = z.strictObject({
  version: z.literal(1),
  /** How many turns at its beginning are not kept. */
  left_out: z.int().min(0).max(1_000_000),
  /** What strangers wrote of what the agent was given, in words. */
  tainted: z.array(z.string().max(200)).max(10),
  /** Oldest first. */
  turns: z.array(Turn).max(20_000),
});
export type Session = z.infer<typeof Session>;

/** The longest lists of a conversation come to less. */
const MOST_VALUES = 100_000;

/** Reads a conversation that was decrypted. Whoever held the key wrote it, yet it is read as a stranger's. Never throws. */
export function readSession(json: string): Session | Refusal {
  const value = json.length > LOCKED_MAX_CHARACTERS ? null : readHostileJson(json, 4, MOST_VALUES);
  const read = isRefusal(value) ? null : Session.safeParse(value);
  if (read?.success) return read.data;
  return refuse(
    'session-unreadable',
    'The conversation that was kept is not in the form that this version reads.',
    'Use the same version of the action as when it was kept, or start a new job: `--from` gives it the result.',
  );
}
