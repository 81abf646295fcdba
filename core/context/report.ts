import { z } from 'zod';

const count = z.number().int().min(0).max(1e9);

/** How much of a part was given: characters with and those cut away, and hidden passages that were taken out. */
const Amounts = { given: count, cut: count, hidden: count };

/** What the agent was given of what its run is about: `context` of result.json. A part that was not asked for is absent. */
export const ContextReport = z.strictObject({
  thread: z
    .strictObject({
      ...Amounts,
      /** `later` and `edited`: since the command was accepted. `beyond`: older than the profile asks for. */
      comments: z.strictObject({ given: count, later: count, edited: count, beyond: count }),
      /** How many people wrote what was given, by what GitHub says they are to the repository. */
      authors: z.strictObject({
        owner: count,
        member: count,
        collaborator: count,
        stranger: count,
        bot: count,
      }),
    })
    .optional(),
  diff: z.strictObject({ ...Amounts, files: count }).optional(),
  /** `beyond`: failed jobs that were not given. */
  failures: z.strictObject({ ...Amounts, jobs: count, beyond: count }).optional(),
  /** The result of an earlier run, of this job (null: of a workflow's own step) and agent, with so many outputs. */
  earlier: z
    .strictObject({
      ...Amounts,
      job_id: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .nullable(),
      agent: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
      outputs: count,
    })
    .optional(),
  /** The conversation of this earlier job: so many of its turns, and so many that were not kept. */
  continues: z
    .strictObject({
      ...Amounts,
      job_id: z.string().regex(/^[0-9a-f]{32}$/),
      turns: count,
      left_out: count,
    })
    .optional(),
  /** The parts that could not be read, and why. */
  missing: z
    .array(z.strictObject({ part: z.enum(['thread', 'diff', 'failures']), because: z.string().max(1_000) }))
    .min(1)
    .max(3)
    .optional(),
});
export type ContextReport = z.infer<typeof ContextReport>;
