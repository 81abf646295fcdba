import type { ActorId } from '../../../../core/fleet/actor-id.ts';
import type { Store, StoreAnswer, StoreCaller } from '../../../../core/fleet/store/store.ts';
import {
  storeTools,
  type StoreOutcome,
  type StoreToolName,
} from '../../../../core/fleet/store/store-tools.ts';

/** A call of a tool of the store by one of the actors, so many milliseconds after the one before. */
export type StoreCall = {
  actor: ActorId;
  tool: StoreToolName;
  input: Record<string, unknown>;
  after?: number;
};

/** Makes a call; tests put their own in the place of ours to see that their oracles fire. */
export type Making = (
  store: Store,
  caller: StoreCaller,
  tool: StoreToolName,
  input: unknown,
  now: number,
) => StoreOutcome;

export const making: Making = (store, caller, tool, input, now) =>
  storeTools[tool].answer(store, caller, input, now);

/** One call as it came to pass. `answer`: null while it waits. */
export type Step = {
  call: StoreCall;
  now: number;
  before: Store;
  store: Store;
  answer: StoreAnswer | null;
  /** What the actor had read before. */
  taint: readonly string[];
};

/**
 * Makes calls one after the other, as a supervisor does: who asks is told by the pipe, and takes over the taint of what
 * it is told. `tainted`: what actors have read before the first.
 */
export function drive(
  opened: Store,
  calls: readonly StoreCall[],
  { make = making, tainted = {} }: { make?: Making; tainted?: Record<ActorId, readonly string[]> } = {},
): Step[] {
  const taints = new Map<ActorId, ReadonlySet<string>>(
    Object.entries(tainted).map(([actor, taint]) => [actor, new Set(taint)]),
  );
  let [store, now] = [opened, 0];
  return calls.map((call) => {
    now += call.after ?? 0;
    const taint = [...(taints.get(call.actor) ?? [])];
    const before = store;
    const outcome = make(store, { actor: call.actor, taint }, call.tool, call.input, now);
    store = outcome.store;
    const answer = 'answer' in outcome ? outcome.answer : null;
    taints.set(call.actor, new Set([...taint, ...(answer?.taint ?? [])]));
    return { call, now, before, store, answer, taint };
  });
}
