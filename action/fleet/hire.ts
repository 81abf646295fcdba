import { MAIN, type ActorId } from '../../core/fleet/actor-id.ts';
import { admit, begin, end, type Admitted } from '../../core/fleet/fleet.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { asWorker } from '../../core/profile/worker.ts';
import { isRefusal, refuse, type Refusal } from '../../core/refusal.ts';
import { endedUnstarted, type Colleague, type Hire, type Profile } from './colleague.ts';
import type { CrewState, Order } from './crew-state.ts';
import { isFailure, settle } from './end.ts';
import { openMailbox } from './mailbox.ts';

const MICRO = 1_000_000;

/**
 * Admits a worker for a member, records it and starts it where there is a place for it; or refuses, before anything was
 * started. What cannot be recorded is not started, holds nothing, and is thrown.
 */
export function hire(crew: CrewState, by: Colleague, order: Order): Colleague | Refusal {
  const isItsOwn = by.plan.mayDispatch.includes(order.agent);
  const profile = isItsOwn ? crew.parts.team.get(order.agent) : undefined;
  if (profile === undefined) return notStartable(order.agent);
  if (isRefusal(profile)) return profile;
  const plan =
    halted(crew, by) ?? beyondPlan(crew, by, order) ?? asWorker(by.plan, profile.plan, order.standing);
  if (isRefusal(plan)) return plan;
  const admitted = admit(crew.fleet, {
    by: by.actor,
    agent: order.agent,
    budgetMicroUsd: order.budgetUsd === null ? null : Math.round(order.budgetUsd * MICRO),
    profileMicroUsd: Math.round(plan.budgetUsd * MICRO),
  });
  if (isRefusal(admitted)) return admitted;
  crew.fleet = admitted.fleet;
  const one = newcomer(crew, by, order, { ...profile, plan }, admitted);
  crew.colleagues.set(one.actor, one);
  record(crew, one);
  if (admitted.starts === 'now') start(crew, one.actor);
  return one;
}

/** The lead of the run as one of its crew. */
export function leadOf(plan: Plan): Colleague {
  return colleague(MAIN, plan, null, new AbortController());
}

function newcomer(
  { parts }: CrewState,
  by: Colleague,
  { task, taint, brief }: Order,
  profile: Profile,
  { actor, reservedMicroUsd }: Admitted,
): Colleague {
  const stop = new AbortController();
  const plan = { ...profile.plan, budgetUsd: reservedMicroUsd / MICRO };
  const leads = [by.plan, ...(by.hire?.leads ?? [])];
  const cancelled = AbortSignal.any([parts.cancelled, stop.signal]);
  const told = brief === undefined ? {} : { brief };
  const systemPrompt = brief?.systemPrompt ?? profile.systemPrompt;
  return colleague(
    actor,
    plan,
    { actor, parent: by.actor, plan, systemPrompt, task, ...told, leads, taint, cancelled },
    stop,
  );
}

function colleague(actor: ActorId, plan: Plan, hired: Hire | null, stop: AbortController): Colleague {
  const gone = Promise.withResolvers<void>();
  const blank = { end: null, isTold: false, beganAt: null, endedAt: null };
  return { actor, plan, hire: hired, mailbox: openMailbox(), stop, gone, ...blank };
}

function record(crew: CrewState, one: Colleague): void {
  try {
    if (one.hire !== null) crew.parts.onHire(one.hire);
  } catch (error) {
    one.end = endedUnstarted('failed');
    crew.fleet = end(crew.fleet, one.actor, 'failed', 0).fleet;
    one.gone.resolve();
    throw error;
  }
}

/** Starts a worker that has its place; whoever gets a place by its end is started then. */
function start(crew: CrewState, actor: ActorId): void {
  const one = crew.colleagues.get(actor);
  if (one === undefined || one.hire === null) return;
  const { hire: hired } = one;
  one.beganAt = crew.parts.now();
  crew.fleet = begin(crew.fleet, actor);
  void crew.parts
    .launch(hired)
    .catch(() => endedUnstarted('died'))
    .then((ended) => settle(crew, one, ended, (next) => start(crew, next)));
}

/** Under `halt_on_failure` nobody comes to work for a lead one of whose workers has failed. */
function halted({ colleagues }: CrewState, by: Colleague): Refusal | null {
  const failed = [...colleagues.values()].find(
    (one) => one.hire?.parent === by.actor && one.end !== null && isFailure(one.end.end),
  );
  if (by.plan.fleet?.haltOnFailure !== true || failed === undefined) return null;
  return refuse(
    'workers-halted',
    `The worker ${failed.actor} has failed, and this agent starts nobody after that (halt_on_failure).`,
    'Say what you have by now.',
  );
}

/** Of each kind of worker that the plan of the run names it holds so many, whoever of the run starts them. */
function beyondPlan({ colleagues }: CrewState, by: Colleague, { agent }: Order): Refusal | null {
  const { proposal } = by.plan;
  if (proposal === undefined) return null;
  const planned = proposal.workers
    .filter((one) => one.agent === agent)
    .reduce((sum, { count }) => sum + count, 0);
  const hired = [...colleagues.values()].filter(
    (one) => one.hire !== null && one.plan.agent === agent,
  ).length;
  if (hired < planned) return null;
  return refuse(
    'outside-plan',
    `The plan that was approved holds ${planned} of the agent ${agent}, and ${hired} were started.`,
    'Do this part yourself, or say in the answer what could not be done.',
  );
}

function notStartable(agent: string): Refusal {
  return refuse(
    'unknown-agent',
    `There is no agent ${agent} that this one may start.`,
    'Start one that your instructions name.',
  );
}
