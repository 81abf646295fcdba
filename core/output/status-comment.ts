import { awaitingBody, type Awaiting } from './awaiting.ts';
import { assertNever } from '../fault.ts';
import { code, joined, link, mention, words, type Document } from '../redact/document.ts';
import { markLine, type Mark } from '../redact/mark.ts';
import type { Refusal } from '../refusal.ts';
import { budgetLine, type BudgetView } from './budget-line.ts';
import { endedBody, endedHeading, type Ended } from './ended-words.ts';
import { classLine, reason } from './failure-words.ts';
import { progressWords, waitingWords, type Progress } from './progress-words.ts';

/** What the comment tells about a job besides its state. */
export type JobView = {
  /** 32 hex digits: the mark by which the comment is found again. */
  readonly jobId: string;
  /** What makes the mark ours; null without an app. */
  readonly mac: string | null;
  readonly agent: string;
  /** The login of the person who asked; they are mentioned. */
  readonly actor: string;
  /** Address of the workflow run; null until there is one. */
  readonly runUrl: string | null;
  /** The commit that it is about, of a job whose comment is the one that all jobs of its kind take over. */
  readonly stickyFor?: string | null;
  /** The job that it is given something of, and whether that is its conversation. */
  readonly fromJob?: string | null;
  readonly fromKind?: 'result' | 'session' | null;
};

/** Where a job stands. `ended` covers every outcome that came with a result. */
export type State =
  | { readonly kind: 'accepted' }
  | Awaiting
  /** `by`: the login of whoever approved the plan; `without`: what they left out. */
  | { readonly kind: 'approved'; readonly by: string; readonly without: readonly string[] }
  /** A run was asked for, and no runner has it yet. */
  | { readonly kind: 'waiting'; readonly progress: Progress }
  /** `progress`: absent when it has only begun. */
  | { readonly kind: 'running'; readonly progress?: Progress }
  /** `by`: the login of whoever asked for the end. */
  | { readonly kind: 'stopping'; readonly by: string }
  | Ended
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  /** Something went wrong on the way to a run. */
  | { readonly kind: 'not_started'; readonly cause: Refusal }
  /** A run that failed and left no result to show: the cause is ours. */
  | { readonly kind: 'failed'; readonly cause: Refusal }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'timed_out' }
  | { readonly kind: 'result_missing' };

/** The words of the one status comment, to be gated for the sink `comment`. `budget`: what a job that ends has spent. */
export function statusComment(job: JobView, state: State, budget: BudgetView | null = null): Document {
  return words`## ${heading(job.agent, state)}

${byline(job)}

${body(state, job)}${
    budget === null
      ? joined([])
      : words`

${budgetLine(budget)}`
  }${markLine(markOfView(job))}`;
}

function markOfView({ stickyFor = null, agent, jobId, mac }: JobView): Mark {
  return stickyFor === null ? { kind: 'job', id: jobId, mac } : { kind: 'sticky', id: agent, mac };
}

function heading(agent: string, state: State): Document {
  switch (state.kind) {
    case 'awaiting':
      return words`✋ ${agent} waits for approval`;
    case 'accepted':
    case 'approved':
    case 'waiting':
      return words`⏳ ${agent} is about to start`;
    case 'running':
      return words`⏳ ${agent} is working`;
    case 'stopping':
      return words`⏳ ${agent} is being stopped`;
    case 'refused':
      return words`🚫 ${agent} was not started`;
    case 'not_started':
      return words`❌ ${agent} could not be started`;
    case 'failed':
      return words`❌ ${agent} failed`;
    case 'cancelled':
      return words`⏹️ ${agent} was cancelled`;
    case 'timed_out':
      return words`⌛ ${agent} ran out of time`;
    case 'result_missing':
      return words`❌ ${agent} left no result`;
    case 'ended':
      return endedHeading(agent, state);
    default:
      return assertNever(state);
  }
}

function byline(job: JobView): Document {
  const asked =
    typeof job.stickyFor === 'string'
      ? words`About ${code(job.stickyFor.slice(0, 12))}, after news by ${code(job.actor)}`
      : words`Asked by ${mention(job.actor)}`;
  const continued =
    job.fromKind === 'session' && job.fromJob ? words` · continues job ${code(job.fromJob)}` : words``;
  if (job.runUrl === null) return words`${asked}${continued}`;
  return words`${asked}${continued} · ${link('workflow run', job.runUrl)}`;
}

function body(state: State, job: JobView): Document {
  switch (state.kind) {
    case 'accepted':
      return words`The request was accepted and a runner is being asked for. This comment will be updated; there is nothing to do.`;
    case 'awaiting':
      return awaitingBody(state);
    case 'approved':
      return words`${state.by} approved its plan${state.without.length === 0 ? words`` : words` without ${state.without.join(', ')}`}, and a runner is being asked for. This comment will be updated; there is nothing to do.`;
    case 'waiting':
      return words`${waitingWords(state.progress)} This comment will be updated; there is nothing to do.`;
    case 'running':
      return atWork(state.progress);
    case 'stopping':
      return words`${state.by} asked for the end of the run. GitHub gives it some seconds; this comment will say when it has ended.`;
    case 'refused':
      return reason(state.refusal);
    case 'not_started':
    case 'failed':
      return reason(state.cause);
    case 'cancelled':
      return words`The run was stopped before the agent gave an answer, so there is none. To try again, post the command again.

${classLine('cancelled')}`;
    case 'timed_out':
      return words`The run reached its time limit before the agent gave an answer, so there is none. Ask for less at a time, or raise \`timeout_minutes\` for this agent in \`.github/dispatch.yml\`.

${classLine('timeout')}`;
    case 'result_missing':
      return words`The run ended, but it left no result that can be trusted, so nothing from it is shown here. Its log says what happened; to try again, post the command again.

${classLine('result')}`;
    case 'ended':
      return endedBody(state, typeof job.stickyFor === 'string');
    default:
      return assertNever(state);
  }
}

function atWork(progress: Progress | undefined): Document {
  if (progress === undefined)
    return words`The agent is at work. Its answer will replace this text; the run shows how far it is.`;
  return words`The agent is at work. ${progressWords(progress)}

Its answer will replace this text, with the calls it made, what was refused, and what it cost; until then the log of the run shows them as they come.`;
}
