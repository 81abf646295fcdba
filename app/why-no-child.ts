import { objectionOfStanding } from '../core/authority/decide.ts';
import type { Config } from '../core/config/config.ts';
import { servedOutputs } from '../core/output/planned.ts';
import { beyondParent } from '../core/profile/child.ts';
import type { Plan } from '../core/profile/plan.ts';
import { resolve } from '../core/profile/resolve.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { isTerminal, type Job } from '../edge/store/job.ts';
import type { Desk } from './desk.ts';
import { neededIn, readStanding } from './standing.ts';
import { compileHere, type Ground, type Here } from './survey.ts';
import type { Thread } from './thread.ts';

/**
 * The plan of a job that a run asks for, or why there is none: the run's own agent may start it no further away from a
 * person's command, it could do more than that agent, or the person behind both may not start it. All of it by the
 * configuration of the default branch and GitHub's word of now. Throws `Fault` when GitHub cannot be asked.
 */
export async function whyNoChild(
  thread: Thread,
  ground: Ground,
  parent: Job,
  { agent, isMasked }: { agent: string; isMasked: boolean },
): Promise<Plan | Refusal> {
  if (isMasked) return masked();
  const deepest = deepestFor(ground.config, parent);
  if (parent.depth + 1 > deepest) return tooDeep(parent.depth + 1, deepest);
  const here = await compileHere(thread, ground, agent, { limits: {}, fromJob: parent.jobId });
  if (isRefusal(here)) return here;
  const { compiled, issue, head } = here;
  if (compiled.kind === 'refused') return compiled.refusal;
  if (issue.isPullRequest && head.sha !== parent.headSha) return headMoved();
  const { plan } = compiled;
  const needed = { name: agent, ...neededIn(plan, 'comment') };
  const standing = await readStanding(thread.request, thread.event.name, parent.actor, needed);
  const objection = objectionOfStanding({
    login: parent.actor,
    repository: parent.repository,
    agent: needed,
    ...standing,
  });
  return objection ?? whyBeyond(ground.config, parent.agent, plan, here) ?? plan;
}

/** Why an agent that another one asked for may not run; null when it may. */
export function whyBeyond(
  config: Config,
  parentAgent: string,
  plan: Plan,
  { facts }: Pick<Here, 'facts'>,
): Refusal | null {
  const parent = resolve(config, parentAgent);
  return isRefusal(parent) ? parent : beyondParent(parent, plan, facts);
}

/** How far away from a person's command a run may be that this job's agent starts: no profile before it is widened. */
export function deepestFor(config: Config, { agent, deepest }: Pick<Job, 'agent' | 'deepest'>): number {
  const plan = resolve(config, agent);
  const output = isRefusal(plan)
    ? undefined
    : servedOutputs(plan.outputs).find(({ kind }) => kind === 'dispatch');
  return Math.min(Number(output?.limits['max_depth'] ?? 0), deepest ?? Infinity);
}

/**
 * Whether the run that asked for a job lets it start: null when it does, or no run asked for it; `waits` while that run's
 * job is open; else why not.
 */
export async function standingOfParent({ store }: Desk, job: Job): Promise<Refusal | 'waits' | null> {
  if (job.parentJob === null) return null;
  const parent = await store.jobs.byId(job.parentJob);
  if (parent !== null && !isTerminal(parent.state)) return 'waits';
  if (parent?.state === 'done') return null;
  return refuse(
    'parent-ended',
    `The job ${job.parentJob}, whose run asked for it, ${parent === null ? 'is forgotten' : `ended as ${parent.state}`}.`,
    'Write the command yourself if you still want it.',
  );
}

/** Why nothing is handed on under another configuration than the run's. */
export function configMoved(): Refusal {
  return refuse(
    'config-changed',
    'The configuration has changed since the run was asked for.',
    'Write the command yourself if you still want it.',
  );
}

function headMoved(): Refusal {
  return refuse(
    'head-moved',
    'The pull request was pushed to since the run was asked for.',
    'Write the command yourself if you still want it.',
  );
}

function masked(): Refusal {
  return refuse(
    'task-masked',
    'Its task holds what looks like a secret.',
    'Write the command yourself; what is none can be allowed under `redact`.',
  );
}

function tooDeep(depth: number, deepest: number): Refusal {
  return refuse(
    'too-deep',
    `It would be ${depth} away from a person's command, and at most ${deepest} are allowed.`,
    'Raise `max_depth` of the output `dispatch`, also of the agents before it; or write the command yourself.',
  );
}
