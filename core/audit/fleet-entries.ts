import { z } from 'zod';
import { actorEnds } from '../fleet/actor-end.ts';

const at = z.iso.datetime({ precision: 3 });
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const line = z.string().max(2_000);

/** A worker of the run, by the path to it. */
export const WorkerId = z.string().regex(/^main(?:\/[1-9]\d{0,2}){1,4}$/);

/** Who of several agents an entry is about; absent for the run's own agent, which has no other. */
export const about = { worker: WorkerId.optional() };

/** An agent was admitted as a worker of another one; before it is started. */
export const WorkerHired = z.strictObject({
  type: z.literal('worker'),
  at,
  worker: WorkerId,
  /** Who asked for it: whose pipe it came over. */
  lead: z.union([z.literal('main'), WorkerId]),
  agent: line,
  model: line,
  plan_sha256: sha256,
  task_sha256: sha256,
  /** Its envelope, held in that of its lead. */
  budget_usd: z.number().min(0),
  /** What strangers' text its lead had read by then; absent for none. */
  tainted: z.array(line).min(1).max(10).optional(),
});

/** A worker ended; before its lead is told. */
export const WorkerEnded = z.strictObject({
  type: z.literal('worker_end'),
  at,
  worker: WorkerId,
  end: z.enum(actorEnds),
  /** With all below it. */
  cost_usd: z.number().min(0),
  turns: z.number().int().min(0).nullable(),
});

/** What became of the call `seq` about other agents; before the agent is told. */
export const FleetCalled = z.strictObject({
  type: z.literal('fleet'),
  at,
  ...about,
  seq: z.number().int().min(0),
  tool: line,
  became: z.enum(['done', 'refused']),
  /** Why not, for machines and in words; null when it was done. */
  code: line.nullable(),
  because: line.nullable(),
});
