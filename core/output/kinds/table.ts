import { z } from 'zod';
import { artifact } from './artifact.ts';
import { check } from './check.ts';
import { comment } from './comment.ts';
import { dispatch } from './dispatch.ts';
import { labels } from './labels.ts';
import { patch } from './patch.ts';
import { proposePlan } from './propose-plan.ts';
import { review } from './review.ts';
import { served } from './served.ts';
import { structured } from './structured.ts';

/** The kinds that a profile may name in `outputs`, in the order in which they are told. */
export const writtenKinds = {
  review: served(review),
  check: served(check),
  labels: served(labels),
  patch: served(patch),
  artifact: served(artifact),
  dispatch: served(dispatch),
};
export type WrittenName = keyof typeof writtenKinds;
export const writtenNames = Object.keys(writtenKinds) as WrittenName[];

/** The kinds that an agent hands in by calling a tool. */
export const servedKinds = { ...writtenKinds, propose_plan: served(proposePlan) };
export type ServedName = keyof typeof servedKinds;
export const servedNames = Object.keys(servedKinds) as ServedName[];

/** The kinds that are the agent's last message. */
export const spokenKinds = { comment, structured } as const;

/** One output that was handed in and taken. It is the agent's word still: it passes the gate before it is shown. */
export const AcceptedOutput = z.discriminatedUnion('kind', [
  review.item,
  check.item,
  labels.item,
  patch.item,
  artifact.item,
  proposePlan.item,
  dispatch.item,
]);
export type AcceptedOutput = z.infer<typeof AcceptedOutput>;

/** An output of one kind, as it was handed in. */
export type Item<Kind extends AcceptedOutput['kind']> = Extract<AcceptedOutput, { kind: Kind }>;

/** Whether a name is one of a kind that is served as a tool. */
export function isServed(name: string): name is ServedName {
  return Object.hasOwn(servedKinds, name);
}

/** Whether a name is one that a profile may name in `outputs`, besides `comment`. */
export function isWritten(name: string): name is WrittenName {
  return Object.hasOwn(writtenKinds, name);
}
