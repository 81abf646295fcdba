import { availableParallelism } from 'node:os';
import { MOST } from '../../core/config/bounds.ts';
import { MAIN, type ActorId } from '../../core/fleet/actor-id.ts';
import type { Refusal } from '../../core/refusal.ts';
import type { Broker, BrokerEvent } from '../../edge/broker/start.ts';
import { unrecorded } from '../../edge/claude/unrecorded.ts';
import { unixMilliseconds } from '../../edge/clock/clock.ts';
import type { AuditLog } from '../../edge/files/audit-log.ts';
import { randomId, sha256 } from '../../edge/keys/digest.ts';
import type { CagedJob, Layers } from '../caged-job.ts';
import type { Desk } from '../desk.ts';
import type { Prepared } from '../prepare.ts';
import { makeRecorder, type Recorder } from '../record.ts';
import { shownOnce } from '../shown-once.ts';
import type { Hire, WorkerEnd } from './colleague.ts';
import { openCrew, type Crew } from './crew.ts';
import { runWorker } from './run-worker.ts';
import { startableBy } from './startable.ts';

/** What the fleet of one run works with. */
export type FleetParts = {
  prepared: Pick<Prepared, 'plan' | 'team' | 'headSha'>;
  /** The lead's job, without what the fleet adds to it. */
  job: Omit<CagedJob, 'onBrokerEvent'>;
  repository: string;
  desk: Desk;
  audit: AuditLog;
  /** The lead's. */
  recorder: Recorder;
  layers: Layers;
};

/** The agents of one run whose lead may start others. */
export type RunFleet = {
  /** The lead's job among them. */
  job: CagedJob;
  crew: Crew;
  recorders: ReadonlyMap<ActorId, Recorder>;
};

const MICRO = 1_000_000;
/** A worker waits for the model most of its time, and while it starts for the disk and for others. */
const WORKERS_PER_CORE = 2;

/** Opens the fleet of a run, of its lead alone. */
export function openRunFleet(parts: FleetParts): RunFleet {
  const { prepared, desk, audit, recorder, layers } = parts;
  const { plan, team, headSha } = prepared;
  const recorders = new Map<ActorId, Recorder>([[MAIN, recorder]]);
  const recorderOf = (actor: ActorId) => {
    const known = recorders.get(actor);
    if (known !== undefined) return known;
    const said = { ...desk, say: (line: string) => desk.say(`${actor}  ${line}`) };
    const made = makeRecorder(said, audit, crew.colleagues.get(actor)?.plan.policy ?? plan.policy, actor);
    recorders.set(actor, made);
    return made;
  };
  const broker = Promise.withResolvers<Broker | Refusal>();
  const spent = new Map<ActorId, number>();
  const onBrokerEvent = (event: BrokerEvent) => {
    const actor = event.actor;
    if (event.kind === 'settled') {
      spent.set(actor, (spent.get(actor) ?? 0) + event.costMicroUsd);
      crew.spent(actor, spent.get(actor) ?? 0);
    }
    recorderOf(actor).onBrokerEvent(event);
  };
  const shared = { ...parts.job, shown: shownOnce() };
  const crew = openCrew({
    lead: plan,
    limits: limitsOf(prepared),
    team,
    launch: (hire) =>
      runWorker(hire, {
        ...parts,
        job: shared,
        headSha,
        broker: broker.promise,
        recorderOf,
        crew: () => crew,
        layers,
      }),
    onHire(hire) {
      recorder.write(hiredEntry(hire));
      desk.say(`${hire.actor}  hired as ${hire.plan.agent}, at most $${hire.plan.budgetUsd}`);
    },
    onEnd(hire, ended) {
      recorder.write(endedEntry(hire, ended));
      desk.say(`${hire.actor}  ${ended.end}: $${(ended.costMicroUsd / MICRO).toFixed(4)}`);
    },
    cancelled: parts.job.cancelled,
    now: unixMilliseconds,
    randomId,
  });
  const job: CagedJob = {
    ...shared,
    onBroker: (starting) => broker.resolve(starting),
    fleet: {
      serve: crew.serverOf(MAIN),
      startable: startableBy(plan.mayDispatch, team),
      dismiss: () => crew.dismiss(MAIN),
      lost: crew.lost.then(unrecorded),
    },
    onBrokerEvent,
  };
  return { job, crew, recorders };
}

function limitsOf({ plan }: FleetParts['prepared']) {
  const { maxDepth = 0, maxWorkers = 0, maxTotalWorkers = 0, maxParallel = null } = plan.fleet ?? {};
  return {
    maxDepth,
    maxWorkers,
    maxTotalWorkers,
    maxParallel: maxParallel ?? Math.min(MOST.workersAtOnce, WORKERS_PER_CORE * availableParallelism()),
    budgetMicroUsd: Math.round(plan.budgetUsd * MICRO),
  };
}

function hiredEntry({ actor, parent, plan, systemPrompt, task, taint }: Hire): object {
  return {
    type: 'worker',
    worker: actor,
    lead: parent,
    agent: plan.agent,
    model: plan.model,
    plan_sha256: sha256(JSON.stringify({ ...plan, systemPrompt })),
    task_sha256: sha256(task),
    budget_usd: plan.budgetUsd,
    ...(taint.length === 0 ? {} : { tainted: taint.slice(0, 10).map((words) => words.slice(0, 200)) }),
  };
}

function endedEntry({ actor }: Hire, { end, costMicroUsd, turns }: WorkerEnd): object {
  return { type: 'worker_end', worker: actor, end, cost_usd: costMicroUsd / MICRO, turns };
}
