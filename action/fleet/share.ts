import type { FleetAnswer } from '../../core/fleet/answer.ts';
import type { FleetCall } from '../../core/fleet/tools.ts';
import { answerWait, getEntry, type StoreWait } from '../../core/fleet/store/read-entry.ts';
import type { Store, StoreAnswer } from '../../core/fleet/store/store.ts';
import { isStoreTool, storeTools, type StoreToolName } from '../../core/fleet/store/store-tools.ts';
import type { Colleague } from './colleague.ts';
import type { CrewState } from './crew-state.ts';
import { within } from './within.ts';

/** A call of one of the tools of the store. */
export type StoreCall = Extract<FleetCall, { name: StoreToolName }>;

/** Whether a call is one about the store. */
export function isStoreCall(call: FleetCall): call is StoreCall {
  return isStoreTool(call.name);
}

/** Makes a member's call about what all members share. Who it is, and what it has read, is known by its pipe. */
export async function share(
  { name, given }: StoreCall,
  { self, taint, crew }: { self: Colleague; taint: readonly string[]; crew: CrewState },
): Promise<FleetAnswer> {
  const caller = { actor: self.actor, taint };
  const outcome = storeTools[name].answer(crew.store, caller, given, crew.parts.now());
  keepStore(crew, outcome.store);
  return toldOf('answer' in outcome ? outcome.answer : await changeOf(outcome.wait, self, crew));
}

/** Puts the store that a call or an end has made in the place of the one before, and wakes those who wait for it. */
export function keepStore(crew: CrewState, store: Store): void {
  if (store === crew.store) return;
  crew.store = store;
  crew.storeChanged.resolve();
  crew.storeChanged = Promise.withResolvers();
}

async function changeOf(wait: StoreWait, { gone }: Colleague, crew: CrewState): Promise<StoreAnswer> {
  const { now } = crew.parts;
  const over = { is: false };
  const end = within((wait.until - now()) / 1000, gone.promise).then(() => void (over.is = true));
  for (;;) {
    const answer = over.is ? getEntry(crew.store, wait.key) : answerWait(crew.store, wait, now());
    if (answer !== null) return answer;
    await Promise.race([crew.storeChanged.promise, end]);
  }
}

/** As JSON in which nothing reads as the name of a file to the CLI. */
function toldOf({ became, words, taint }: StoreAnswer): FleetAnswer {
  const told = words.replaceAll('@', '\\u0040');
  return { became, words: told, code: became === 'done' ? null : 'store-refused', taint };
}
