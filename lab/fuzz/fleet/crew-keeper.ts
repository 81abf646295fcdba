import { brokerSeat } from '../../../action/fleet/broker-seat.ts';
import { endedUnstarted, type Hire, type WorkerEnd } from '../../../action/fleet/colleague.ts';
import { openCrew } from '../../../action/fleet/crew.ts';
import { plannedFleet } from '../../../core/config/fleet.ts';
import { classOf } from '../../../core/failure/codes.ts';
import { actorEndOf, type ActorEnd } from '../../../core/fleet/actor-end.ts';
import { MAIN, parentOf, type ActorId } from '../../../core/fleet/actor-id.ts';
import { end, type Fleet } from '../../../core/fleet/fleet.ts';
import { readFleetCall, type FleetToolName } from '../../../core/fleet/tools.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { planOf } from '../shapes.ts';
import { configurationOf, type KeeperMaker } from './keeper.ts';
import type { Schedule } from './schedule.ts';

const MICRO = 1_000_000;
const base = planOf('reviewer');

/** The supervisor of runs itself: its crew, its tools and its seats at the broker; agents are played, not started. */
export const openCrewKeeper: KeeperMaker = (schedule, { broker, socketOf, wake }) => {
  const working = new Map<ActorId, (how: ActorEnd) => void>();
  const opening = new Set<ActorId>();
  const served = new Set<ActorId>([MAIN]);
  const own = new Map<ActorId, number>();
  let over: Fleet | null = null;
  const launch = async ({ actor, parent, plan, cancelled }: Hire): Promise<WorkerEnd> => {
    opening.add(actor);
    const running = Promise.resolve({ ...broker(), lost: new Promise<never>(() => {}) });
    const budget = Math.round(plan.budgetUsd * MICRO);
    const seat = await brokerSeat(
      running,
      actor,
      parent,
      cancelled,
    )(configurationOf(actor, socketOf(actor), budget));
    if (!isRefusal(seat)) served.add(actor);
    opening.delete(actor);
    wake();
    if (isRefusal(seat)) return endedUnstarted(actorEndOf(classOf(seat.code)));
    const how = await new Promise<ActorEnd>((resolve) => {
      working.set(actor, resolve);
      if (cancelled.aborted) resolve('cancelled');
      else cancelled.addEventListener('abort', () => resolve('cancelled'), { once: true });
    });
    await crew.dismiss(actor);
    await seat.close();
    return { ...endedUnstarted(how), costMicroUsd: seat.spentMicroUsd() };
  };
  const crew = openCrew({
    lead: planFor('lead', schedule, schedule.limits.budgetMicroUsd),
    limits: schedule.limits,
    team: new Map(
      Object.entries(schedule.profiles).map(([agent, budget]) => [
        agent,
        { plan: planFor(agent, schedule, budget), systemPrompt: '' },
      ]),
    ),
    launch,
    onHire: () => {},
    onEnd: () => {},
    cancelled: new AbortController().signal,
    now: () => 0,
    randomId: () => '0',
  });
  /** A call over the pipe of one member. */
  const call = async (by: ActorId, name: FleetToolName, given: object) => {
    const read = readFleetCall(name, given);
    return typeof read === 'string' ? 'no-call' : (await crew.serverOf(by)(read, [])).code;
  };
  const endWorker = async (actor: ActorId, how: ActorEnd) => {
    const finish = working.get(actor);
    if (how !== 'cancelled' && finish !== undefined) {
      finish(how);
      await crew.colleagues.get(actor)?.gone.promise;
    }
    // Again, or because its lead says so.
    await call(parentOf(actor) ?? MAIN, 'cancel', { worker: Number(actor.split('/').at(-1)) });
  };
  return {
    fleet: () => over ?? crew.fleet(),
    spawn: (by, agent, asked, isLead) =>
      call(by, isLead ? 'spawn_sublead' : 'spawn_worker', {
        agent,
        task: 'Help.',
        ...(asked !== null && { budget_usd: asked / MICRO }),
      }),
    async end(actor, how) {
      if (actor !== MAIN) return endWorker(actor, how);
      await crew.dismiss(MAIN);
      over = end(crew.fleet(), MAIN, how, await broker().closeActor(MAIN)).fleet;
    },
    opening: () => [...opening],
    wasServed: (actor) => served.has(actor),
    hear(event) {
      if (event.kind !== 'settled') return;
      own.set(event.actor, (own.get(event.actor) ?? 0) + event.costMicroUsd);
      crew.spent(event.actor, own.get(event.actor) ?? 0);
    },
  };
};

/** A profile that may start all others, with what the schedule says of its money. */
function planFor(agent: string, { profiles, limits }: Schedule, budgetMicroUsd: number): Plan {
  const mayDispatch = Object.keys(profiles);
  const written = {
    max_depth: limits.maxDepth,
    max_workers: limits.maxWorkers,
    max_parallel: limits.maxParallel,
    max_total_workers: limits.maxTotalWorkers,
  };
  return {
    ...base,
    agent,
    mayDispatch,
    fleet: plannedFleet(mayDispatch, written),
    budgetUsd: budgetMicroUsd / MICRO,
  };
}
