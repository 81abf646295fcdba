import { assertNever } from '../../core/fault.ts';
import { childId, parentOf, type ActorId } from '../../core/fleet/actor-id.ts';
import { done, notDone, type FleetAnswer, type FleetServer } from '../../core/fleet/answer.ts';
import { childrenOf, left, spentBy, stateOf } from '../../core/fleet/fleet.ts';
import type { FleetCall } from '../../core/fleet/tools.ts';
import {
  messageWords,
  purseLine,
  resultWords,
  workerLine,
  type WorkerWords,
} from '../../core/fleet/words.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import type { Colleague } from './colleague.ts';
import type { CrewState } from './crew-state.ts';
import { endAll } from './end.ts';
import { hire } from './hire.ts';
import { within } from './within.ts';

/** Who asks, by whose pipe the call came over, and what strangers' text that one has read. */
type Caller = { self: Colleague; taint: readonly string[]; crew: CrewState };

/** Makes the calls of one member about others. Whom a call names is looked for among that member's own workers only. */
export function makeServer(actor: ActorId, crew: CrewState): FleetServer {
  return async (call, taint) => {
    const self = crew.colleagues.get(actor);
    if (self === undefined || self.end !== null || crew.parts.cancelled.aborted || self.stop.signal.aborted)
      return notDone(isOver());
    return serve(call, { self, taint, crew });
  };
}

async function serve(call: FleetCall, caller: Caller): Promise<FleetAnswer> {
  switch (call.name) {
    case 'spawn_worker':
    case 'spawn_sublead':
      return spawn(call.given, call.name === 'spawn_worker' ? 'worker' : 'sublead', caller);
    case 'list':
      return done([...ownWorkers(caller).map((one) => lineOf(one, caller)), purseOf(caller)].join('\n'));
    case 'status':
      return withWorker(call.given.worker, caller, (one) => done(lineOf(one, caller)));
    case 'wait':
      return withWorker(call.given.worker, caller, (one) => wait(one, call.given.seconds, caller));
    case 'wait_any':
      return waitAny(call.given.seconds, caller);
    case 'result':
      return withWorker(call.given.worker, caller, (one) => resultOf(one, caller));
    case 'cancel':
      return withWorker(call.given.worker, caller, async (one) => {
        await endAll(caller.crew, one.actor);
        return done(lineOf(one, caller));
      });
    case 'message':
      return leave(call.given, caller);
    case 'inbox':
      return read(call.given.seconds, caller);
    default:
      return assertNever(call);
  }
}

type Spawning = Extract<FleetCall, { name: 'spawn_worker' }>['given'];

function spawn(
  { agent, task, budget_usd: budgetUsd }: Spawning,
  standing: 'worker' | 'sublead',
  caller: Caller,
): FleetAnswer {
  const { self, taint, crew } = caller;
  const one = hire(crew, self, { agent, task, budgetUsd: budgetUsd ?? null, standing, taint });
  return isRefusal(one) ? notDone(one) : done(`${lineOf(one, caller)} ${purseOf(caller)}`);
}

function ownWorkers({ self, crew }: Caller): Colleague[] {
  return childrenOf(crew.fleet, self.actor).flatMap((actor) => crew.colleagues.get(actor) ?? []);
}

/** A number means a worker of whoever says it; there is no way to name anybody else's. */
function withWorker(
  number: number,
  { self, crew }: Caller,
  then: (one: Colleague) => FleetAnswer | Promise<FleetAnswer>,
): FleetAnswer | Promise<FleetAnswer> {
  const one = crew.colleagues.get(childId(self.actor, number));
  return one === undefined ? notDone(noSuchWorker(number)) : then(one);
}

function wordsOf({ actor, plan }: Colleague, { crew }: Caller): WorkerWords {
  const fleet = crew.fleet;
  const number = Number(actor.slice(actor.lastIndexOf('/') + 1));
  return { number, agent: plan.agent, state: stateOf(fleet, actor) ?? 'died', spent: spentBy(fleet, actor) };
}

function lineOf(one: Colleague, caller: Caller): string {
  return workerLine(wordsOf(one, caller));
}

function purseOf({ self, crew }: Caller): string {
  return purseLine(left(crew.fleet, self.actor));
}

async function wait(one: Colleague, seconds: number, caller: Caller): Promise<FleetAnswer> {
  await within(seconds, one.gone.promise);
  return done(one.end === null ? lineOf(one, caller) : toldOf([one], caller));
}

function toldOf(ended: readonly Colleague[], caller: Caller): string {
  for (const one of ended) one.isTold = true;
  return `${ended.map((one) => lineOf(one, caller)).join('\n')} \`result\` gives what it has written.`;
}

async function waitAny(seconds: number, caller: Caller): Promise<FleetAnswer> {
  const { mailbox } = caller.self;
  const news = () => ownWorkers(caller).filter(({ end, isTold }) => end !== null && !isTold);
  const open = ownWorkers(caller).filter(({ end }) => end === null);
  if (news().length === 0 && mailbox.waiting() === 0) {
    if (open.length === 0) return done(`You have no worker that has not ended. ${purseOf(caller)}`);
    await within(seconds, Promise.race([mailbox.arrival(), ...open.map(({ gone }) => gone.promise)]));
  }
  const ended = news();
  const messages = mailbox.waiting() > 0 ? [`There are messages for you: ${mailbox.waiting()}.`] : [];
  const lines = [...(ended.length > 0 ? [toldOf(ended, caller)] : []), ...messages];
  return done(lines.length > 0 ? lines.join('\n') : `Nothing has happened yet. ${purseOf(caller)}`);
}

function resultOf(one: Colleague, caller: Caller): FleetAnswer {
  if (one.end === null) return done(`${lineOf(one, caller)} It has no result yet: wait for it.`);
  one.isTold = true;
  const { text, taint } = one.end;
  return done(resultWords(wordsOf(one, caller), text, fenceOf(caller)), taint);
}

function leave(
  { worker, text }: Extract<FleetCall, { name: 'message' }>['given'],
  caller: Caller,
): FleetAnswer | Promise<FleetAnswer> {
  const { self, taint, crew } = caller;
  if (worker !== undefined)
    return withWorker(worker, caller, (one) => put(one, { from: 'your lead', text, taint }));
  const above = parentOf(self.actor);
  const lead = above === null ? undefined : crew.colleagues.get(above);
  if (lead === undefined) return notDone(noLead());
  const { number, agent } = wordsOf(self, caller);
  return put(lead, { from: `worker ${number} (${agent})`, text, taint });
}

function put(to: Colleague, message: Parameters<Colleague['mailbox']['put']>[0]): FleetAnswer {
  if (to.end !== null) return notDone(gone());
  return to.mailbox.put(message) ? done('It is left in the inbox.') : notDone(inboxFull());
}

async function read(seconds: number, caller: Caller): Promise<FleetAnswer> {
  const { mailbox } = caller.self;
  if (mailbox.waiting() === 0 && seconds > 0) await within(seconds, mailbox.arrival());
  const messages = mailbox.take();
  return done(messageWords(messages, fenceOf(caller)), [...new Set(messages.flatMap(({ taint }) => taint))]);
}

function fenceOf({ crew }: Caller): string {
  return `untrusted-${crew.parts.randomId()}`;
}

function isOver(): Refusal {
  return refuse('actor-gone', 'This agent is being ended.', 'Nothing to do.');
}

function noSuchWorker(number: number): Refusal {
  return refuse('no-such-worker', `You have no worker ${number}.`, '`list` tells which you have.');
}

function noLead(): Refusal {
  return refuse('no-lead', 'Nobody in this run has started you.', 'Name one of your workers with `worker`.');
}

function gone(): Refusal {
  return refuse('actor-gone', 'That one has ended and reads no messages.', 'Go on without this message.');
}

function inboxFull(): Refusal {
  return refuse('inbox-full', 'Too many messages wait there unread.', 'Leave another one later.');
}
