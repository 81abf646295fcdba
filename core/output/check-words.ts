import { classOf } from '../failure/codes.ts';
import { code, joined, markdown, words, type Document } from '../redact/document.ts';
import { classLine } from './failure-words.ts';
import { progressWords, stageTitle, waitingWords, type Progress } from './progress-words.ts';

/** GitHub takes no more annotations in one call. */
export const ANNOTATIONS_AT_ONCE = 50;

/** How far a check is, in GitHub's words. */
export type CheckStatus = 'queued' | 'in_progress' | 'completed';
export type CheckConclusion =
  | 'success'
  | 'failure'
  | 'cancelled'
  | 'timed_out'
  | 'neutral'
  | 'action_required';

/** What a check is about. `cause`: the code of why it did not end well. */
export type CheckView = {
  readonly jobId: string;
  readonly actor: string;
  readonly status: CheckStatus;
  readonly conclusion: CheckConclusion | null;
  readonly cause: string | null;
  /** The job whose answer was given once more, if any. */
  readonly cachedFrom?: string | null;
};

/** The words of a check, to be gated. No word of the agent is among them. */
export function checkWords(view: CheckView): { title: Document; summary: Document } {
  const cause = view.cause === null ? joined([]) : words` It ended with ${code(view.cause)}.`;
  const from = view.cachedFrom ?? null;
  const cached =
    from === null ? joined([]) : words` Nothing was run: it is the answer of the job ${code(from)}, cached.`;
  const kind =
    view.cause === null
      ? joined([])
      : words`

${classLine(classOf(view.cause))}`;
  return {
    title: title(view),
    summary: words`Asked by ${code(view.actor)}.${cause}${cached} The answer is in the comment on the pull request; ${code(`/dispatch status ${view.jobId}`)} tells how the job went.${kind}`,
  };
}

/** What a check says while its job waits for a runner or runs, to be gated. */
export function checkProgress(
  { jobId, actor, status }: Pick<CheckView, 'jobId' | 'actor' | 'status'>,
  progress: Progress,
): { title: Document; summary: Document } {
  const isQueued = status === 'queued';
  return {
    title: isQueued ? words`Waiting for a runner` : stageTitle(progress.stage),
    summary: words`${isQueued ? waitingWords(progress) : progressWords(progress)}

Asked by ${code(actor)}. The answer will be in the comment on the pull request; ${code(`/dispatch status ${jobId}`)} tells how the job goes.`,
  };
}

/** What a check says that an agent handed in, to be gated: its summary, and who asked for it. */
export function checkOutput(view: Pick<CheckView, 'jobId' | 'actor'>, summary: string): Document {
  return words`${markdown(summary)}

Asked by ${code(view.actor)}. ${code(`/dispatch status ${view.jobId}`)} tells how the job went.`;
}

function title({ status, conclusion, cause, cachedFrom = null }: CheckView): Document {
  if (status === 'queued') return words`Waiting for a runner`;
  if (status === 'in_progress') return words`At work`;
  switch (conclusion) {
    case 'success':
      return cachedFrom === null ? words`Done` : words`Done (cached)`;
    case 'cancelled':
      return cause === 'superseded' ? words`A newer push took its place` : words`Cancelled`;
    case 'timed_out':
      return words`Out of time`;
    default:
      return cause === null ? words`Without a result` : words`Failed: ${classOf(cause)}`;
  }
}
