import { plannedFleet } from '../../../core/config/fleet.ts';
import type { ActorId } from '../../../core/fleet/actor-id.ts';
import { readFleetCall, type FleetToolName } from '../../../core/fleet/tools.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { endedUnstarted, type Hire, type WorkerEnd } from '../../../action/fleet/colleague.ts';
import { openCrew } from '../../../action/fleet/crew.ts';
import type { CrewParts } from '../../../action/fleet/crew-state.ts';
import { plan } from '../../contract/plan.ts';

/** The plan of an agent that may start these others. */
export function leadPlan(
  agent: string,
  mayDispatch: string[],
  limits: Parameters<typeof plannedFleet>[1] = {},
): Plan {
  return { ...plan, agent, mayDispatch, fleet: plannedFleet(mayDispatch, limits), budgetUsd: 1 };
}

/** The plan of an agent that may start nobody, with a budget of ten cents. */
export const helper: Plan = { ...plan, agent: 'helper', budgetUsd: 0.1 };

/** A crew whose workers are played: each works until the test ends it. */
export function playCrew(lead: Plan, team: readonly Plan[], parts: Partial<CrewParts> = {}) {
  const working = new Map<ActorId, { hire: Hire; end: (ended: Partial<WorkerEnd>) => void }>();
  const log: string[] = [];
  const { maxDepth = 0, maxWorkers = 0, maxTotalWorkers = 0, maxParallel } = lead.fleet ?? {};
  const crew = openCrew({
    lead,
    limits: {
      maxDepth,
      maxWorkers,
      maxTotalWorkers,
      maxParallel: maxParallel ?? 99,
      budgetMicroUsd: 1_000_000,
    },
    team: new Map(team.map((one) => [one.agent, { plan: one, systemPrompt: 'Help.' }])),
    launch(hire) {
      log.push(`start ${hire.actor}`);
      const { promise, resolve } = Promise.withResolvers<WorkerEnd>();
      const finish = async (ended: Partial<WorkerEnd>) => {
        if (!working.delete(hire.actor)) return;
        await crew.dismiss(hire.actor);
        resolve({ ...endedUnstarted('finished'), ...ended });
      };
      working.set(hire.actor, { hire, end: (ended) => void finish(ended) });
      const cancel = () => {
        log.push(`kill ${hire.actor}`);
        void finish({ end: 'cancelled' });
      };
      if (hire.cancelled.aborted) cancel();
      else hire.cancelled.addEventListener('abort', cancel);
      return promise;
    },
    onHire: ({ actor }) => void log.push(`hire ${actor}`),
    onEnd: ({ actor }, { end }) => void log.push(`${end} ${actor}`),
    cancelled: new AbortController().signal,
    now: () => 0,
    randomId: () => 'f'.repeat(32),
    ...parts,
  });
  const ask = (actor: ActorId, name: FleetToolName, given: object = {}, taint: string[] = []) => {
    const call = readFleetCall(name, given);
    if (typeof call === 'string') throw new TypeError(call);
    return crew.serverOf(actor)(call, taint);
  };
  const spawn = (actor: ActorId, agent = 'helper', more: object = {}) =>
    ask(actor, 'spawn_worker', { agent, task: 'Help.', ...more });
  return { crew, working, log, ask, spawn };
}
