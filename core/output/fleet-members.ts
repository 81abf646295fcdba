import { z } from 'zod';
import { actorEnds } from '../fleet/actor-end.ts';

const count = z.number().int().min(0).max(1_000_000);
const tokens = z.number().int().min(0).max(1e12);

/** One agent of a run of several: how it ended and what it came to, without those that it started. Money in US dollars. */
export const FleetMember = z.strictObject({
  /** `main` for the run's own agent; a worker is the path to it. */
  id: z.string().regex(/^main(?:\/[1-9]\d{0,2}){0,4}$/),
  agent: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/),
  end: z.enum(actorEnds),
  cost_usd: z.number().min(0).max(100_000),
  tokens: z.strictObject({ input: tokens, output: tokens }),
  turns: count.nullable(),
  calls: z.strictObject({ allowed: count, refused: count }),
  tainted: z.boolean(),
});
export type FleetMember = z.infer<typeof FleetMember>;

/** The run's own agent and at most 100 workers. */
export const MOST_MEMBERS = 101;

/** The members as a tree, depth first: each with how far it stands below the run's own agent. */
export function asTree(members: readonly FleetMember[]): { member: FleetMember; depth: number }[] {
  const path = ({ id }: FleetMember) => id.split('/').slice(1).map(Number);
  const before = (one: FleetMember, other: FleetMember) => {
    const [a, b] = [path(one), path(other)];
    const at = a.findIndex((number, index) => number !== b[index]);
    return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
  };
  return members.toSorted(before).map((member) => ({ member, depth: path(member).length }));
}
