import { recordMismatch } from '../../core/audit/call-counts.ts';
import { outcomeOf } from '../../core/events/outcome.ts';
import { classOf } from '../../core/failure/codes.ts';
import { actorEndOf } from '../../core/fleet/actor-end.ts';
import type { ActorId } from '../../core/fleet/actor-id.ts';
import { composePrompt } from '../../core/launch/prompt.ts';
import { structuredVerdict } from '../../core/output/kinds/structured.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { Broker } from '../../edge/broker/start.ts';
import { randomId } from '../../edge/keys/digest.ts';
import { accident } from '../accident.ts';
import type { CagedJob, Layers } from '../caged-job.ts';
import type { Prepared } from '../prepare.ts';
import type { Recorder } from '../record.ts';
import { runInCage, type CagedRun } from '../run-in-cage.ts';
import { brokerSeat } from './broker-seat.ts';
import { startableBy } from './startable.ts';
import type { Hire, WorkerEnd } from './colleague.ts';
import type { Crew } from './crew.ts';

/** What workers share with the lead of their run. */
export type Workshop = {
  /** The lead's own job: workers work on the same machine, with the same program, under the same user. */
  job: Omit<CagedJob, 'fleet' | 'onNote' | 'onBrokerEvent'>;
  repository: string;
  headSha: string | null;
  layers: Layers;
  broker: Promise<Broker | Refusal>;
  recorderOf: (actor: ActorId) => Recorder;
  crew: () => Pick<Crew, 'serverOf' | 'dismiss'>;
  prepared: Pick<Prepared, 'team'>;
};

/** Runs one worker in a cage, a copy of the checkout and a broker's seat of its own, to its end. Never rejects. */
export async function runWorker(hire: Hire, shop: Workshop): Promise<WorkerEnd> {
  const recorder = shop.recorderOf(hire.actor);
  const run = await runInCage(jobOf(hire, shop, recorder), shop.layers).catch((error: unknown) =>
    accident(error),
  );
  const { tally } = recorder;
  const came = {
    tokens: { ...tally.tokens },
    calls: { allowed: tally.allowed, refused: tally.refused },
  };
  if (isRefusal(run))
    return {
      ...came,
      end: actorEndOf(classOf(run.code)),
      cause: run,
      text: '',
      taint: hire.taint,
      costMicroUsd: 0,
      turns: null,
    };
  const { cause, text } = verdictOf(run, hire, recorder);
  return {
    ...came,
    end: actorEndOf(cause === null ? null : classOf(cause.code)),
    cause,
    text,
    taint: run.taint,
    costMicroUsd: run.spentMicroUsd,
    turns: run.results.at(-1)?.turns ?? null,
  };
}

function verdictOf(run: CagedRun, { plan }: Hire, { tally, counts }: Recorder) {
  const { timeoutMinutes, budgetUsd, outputSchema } = plan;
  const mismatch = recordMismatch(run.calls, counts());
  const told = outcomeOf({
    ...run,
    mismatch,
    timeoutMinutes,
    budgetUsd,
    brokerRefusals: tally.brokerRefusals,
  });
  return outputSchema === null ? told : structuredVerdict(told, outputSchema);
}

function jobOf(hire: Hire, shop: Workshop, { onNote, onBrokerEvent }: Recorder): CagedJob {
  const { actor, parent, plan, systemPrompt, task, brief, leads, taint, cancelled } = hire;
  const {
    approvedCall: _call,
    outputFacts: _facts,
    onReady: _ready,
    collect: _collect,
    keep: _keep,
    ...shared
  } = shop.job;
  const crew = shop.crew();
  return {
    ...shared,
    plan,
    systemPrompt,
    prompt: composePrompt({
      task,
      repository: shop.repository,
      headSha: shop.headSha,
      lastCommit: brief?.lastCommit ?? null,
      context: brief?.given ?? null,
      fence: `untrusted-${randomId()}`,
    }),
    taint,
    leads,
    cancelled,
    broker: brokerSeat(shop.broker, actor, parent, cancelled),
    fleet: {
      serve: crew.serverOf(actor),
      startable: startableBy(plan.mayDispatch, shop.prepared.team),
      dismiss: () => crew.dismiss(actor),
    },
    onNote,
    onBrokerEvent,
  };
}
