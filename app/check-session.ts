import type { Result } from '../core/output/result.ts';
import { isRefusal } from '../core/refusal.ts';
import type { SessionFacts } from '../core/session/session-facts.ts';
import { sha256 } from '../edge/keys/digest.ts';
import type { Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import type { PlanReader } from './plan-of-job.ts';

/** The runner's clock and ours may differ by so much, in seconds. */
const SKEW_SECONDS = 600;

/**
 * Whether the conversation that a run says it kept may be continued: its profile keeps some, it lies in the artifact to
 * the byte, and it expires when that profile says, at the latest. The runner is not believed: what does not hold is left
 * out of the result. Throws `Fault` when GitHub cannot be asked.
 */
export async function checkSession(
  desk: Pick<Desk, 'now' | 'log'>,
  job: Pick<Job, 'jobId'>,
  planOf: PlanReader,
  { session, ...rest }: Result,
  locked: string | undefined,
): Promise<{ result: Result; session: SessionFacts | null }> {
  if (session === undefined) return { result: rest, session: null };
  const isThere = rest.outcome === 'success' && locked !== undefined && sha256(locked) === session.sha256;
  const plan = isThere ? await planOf() : null;
  const hours = plan === null || isRefusal(plan) ? null : plan.sessionHours;
  const latest = Math.floor(desk.now() / 1000) + (hours ?? 0) * 3600 + SKEW_SECONDS;
  if (hours !== null && session.expires_at <= latest) return { result: { ...rest, session }, session };
  desk.log(`job ${job.jobId}: the conversation that its run kept is not one that can be continued`);
  return { result: rest, session: null };
}
