import { join } from 'node:path';
import { calledOff, outOfTime, type RunVerdict } from '../../core/events/outcome.ts';
import { MAIN } from '../../core/fleet/actor-id.ts';
import { groupVerdict } from '../../core/group/answer.ts';
import { isPeerTaint, type Said } from '../../core/group/said.ts';
import { nextTurns } from '../../core/group/turns.ts';
import type { Plan } from '../../core/profile/plan.ts';
import { asWorker } from '../../core/profile/worker.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import { agentUid } from '../../edge/cage/identity.ts';
import { makeRunFolder, type RunFolder } from '../../edge/files/run-folder.ts';
import { randomId } from '../../edge/keys/digest.ts';
import { cancelledBeforeStart } from '../cancelled.ts';
import type { CagedJob, Layers, SeatConfiguration } from '../caged-job.ts';
import type { Profiles } from '../fleet/read-team.ts';
import { ownBroker } from '../own-broker.ts';
import { endBroker } from '../set-up.ts';
import { takeTurn, type GroupParts } from './take-turn.ts';

/** What came out of a group. Money as the broker metered it, in micro-dollars. */
export type GroupRun = {
  verdict: RunVerdict;
  spentMicroUsd: number;
  /** What strangers' text any of them had read, in words. */
  taint: string[];
};

/**
 * Runs a group to its end: the place of its lead is taken by this code, which asks no model, so whoever wins over one of
 * them has nobody above it to win over. Refuses before anybody starts where one of them could not.
 */
export async function runGroup(parts: GroupParts, use: Layers): Promise<GroupRun | Refusal> {
  const { fleet, team, group } = parts;
  const { job, crew } = fleet;
  const refusal = whyNotTogether(job.plan, team);
  if (refusal !== null) return refusal;
  if (job.cancelled.aborted) return cancelledBeforeStart();
  const folder = await makeRunFolder(job.temp, job.identity);
  const starting = ownBroker(job, leadsSeat(job, folder), folder, use);
  try {
    const broker = await starting;
    if (isRefusal(broker)) return broker;
    job.onReady?.();
    const { said, stopped } = await untilStopped(parts);
    const strangers = said.flatMap((one) => one.taint.filter((words) => !isPeerTaint(words)));
    const taint = [...new Set([...(job.taint ?? []), ...strangers])];
    await crew.dismiss(MAIN);
    return { verdict: groupVerdict(group, said, stopped), spentMicroUsd: broker.spentMicroUsd(), taint };
  } finally {
    await crew.dismiss(MAIN);
    await endBroker(starting);
    await folder.dispose();
  }
}

/** Plays turn after turn, until nobody is next or something ends the group from outside. */
async function untilStopped(parts: GroupParts): Promise<{ said: Said[]; stopped: Refusal | null }> {
  const { job, crew } = parts.fleet;
  const said: Said[] = [];
  let stopped: Refusal | null = null;
  const stop = (why: Refusal) => {
    stopped ??= why;
    // Whoever is at work ends, and nobody is admitted any more.
    void crew.dismiss(MAIN);
  };
  const cancel = () => stop(calledOff());
  const { timeoutMinutes } = job.plan;
  const timer = setTimeout(() => stop(outOfTime(timeoutMinutes)), timeoutMinutes * 60_000);
  job.cancelled.addEventListener('abort', cancel, { once: true });
  if (job.cancelled.aborted) cancel();
  void job.fleet?.lost?.then(stop);
  try {
    for (;;) {
      const next = stopped === null ? nextTurns(parts.group, said) : [];
      if (next.length === 0) return { said, stopped };
      const before = [...said];
      said.push(...(await Promise.all(next.map((agent) => takeTurn(agent, before, parts)))));
    }
  } finally {
    clearTimeout(timer);
    job.cancelled.removeEventListener('abort', cancel);
  }
}

/** Why somebody of the group could not work in it; asked before anybody does. */
function whyNotTogether(lead: Plan, team: Profiles): Refusal | null {
  for (const profile of team.values()) {
    const member = isRefusal(profile) ? profile : asWorker(lead, profile.plan, 'member');
    if (isRefusal(member)) return member;
  }
  return null;
}

/** The place at the broker of one who asks for nothing: all of its money is for those below it. */
function leadsSeat({ plan, identity }: CagedJob, folder: RunFolder): SeatConfiguration {
  return {
    socketPath: join(folder.sockets, 'api.sock'),
    socketMode: agentUid(identity) === null ? 0o600 : 0o660,
    agentToken: randomId(),
    canary: null,
    models: [],
    ownPrice: null,
    budgetMicroUsd: Math.round(plan.budgetUsd * 1_000_000),
    maxTokensCap: 1,
    maxRequests: 0,
    toolNames: [],
    egress: null,
  };
}
