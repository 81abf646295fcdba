import { Fault } from '../core/fault.ts';
import { whyNotReusable } from '../core/output/reusable.ts';
import type { Posted } from '../core/output/posted.ts';
import { isWithheld, orNotice } from '../core/redact/gate.ts';
import { pinnedCli } from '../edge/claude/pinned-cli.ts';
import { statusOf } from '../edge/github/call.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import type { Job, TerminalState } from '../edge/store/job.ts';
import { tellCheck } from './check.ts';
import type { Desk } from './desk.ts';
import type { Ending } from './ending.ts';
import { markOf, tellEnd, viewOf } from './greet.ts';
import { spendingOf, tellBudget } from './tell-budget.ts';
import { openJobGate } from './job-gate.ts';
import { postOutputs } from './post-outputs.ts';
import type { Posting } from './posting.ts';
import { reactToCommand } from './thread.ts';
import { endedWords } from './words.ts';

/**
 * Ends a job: first its comment says so, then its row. In that order, because a comment can be edited
 * twice to the same text but a terminal state is set once. Returns the code for the inbox.
 * Throws `Fault` when the comment cannot be edited now but perhaps later: the job stays open, and
 * `lookAfter` tells its end.
 */
export async function endJob(
  desk: Desk,
  request: Request,
  name: RepositoryName,
  kept: Job,
  ending: Ending,
): Promise<string> {
  const { jobs } = desk.store;
  const job = (await jobs.byId(kept.jobId)) ?? kept;
  if (!(await jobs.isHeld(kept))) return 'overtaken';
  if (job.runId !== null) await jobs.move(kept, ['dispatched', 'running', 'collecting'], 'publishing');
  const gate = openJobGate(desk, request, name, job);
  const budget = await tellBudget(desk, job, ending);
  const said = (told: Ending) => gate.comment(endedWords(viewOf(desk, job), told, budget));
  const before = await said(ending);
  // Whoever hides a secret in the answer has handed in nothing that can be trusted.
  const posted = isWithheld(before)
    ? []
    : await postOutputs({ desk, request, name, job, gate, ...madeIn(ending) }, ending);
  if (posted === null) return 'overtaken';
  const passed = posted.length === 0 ? before : await said({ ...ending, posted });
  const withheld = isWithheld(passed) ? passed.kinds : null;
  if (withheld !== null) desk.log(`job ${job.jobId}: its result was withheld (${withheld.join(', ')})`);
  const { state, code } = outcomeOf(ending, posted, withheld !== null);
  try {
    await keepResult(desk, kept, ending, withheld !== null);
    await tellEnd(desk, request, name, job, orNotice(passed, 'comment', markOf(desk, job)));
    if (await jobs.finish(kept, state, code, spendingOf(job, ending)))
      await sayOver(desk, request, name, job);
    return code ?? state;
  } catch (error) {
    if (!isGone(error)) throw error;
    // The comment, the thread or the repository is gone, so there is nobody to tell.
    desk.log(`job ${job.jobId} ended as ${state}, but its comment could not say so: ${error.message}`);
    await jobs.finish(kept, 'undeliverable', code, spendingOf(job, ending));
    await tellCheck(desk, request, name, job.jobId);
    return 'undeliverable';
  }
}

function madeIn({ change = null, files = null }: Ending): Pick<Posting, 'change' | 'files'> {
  return { change, files };
}

/** What is shown may be given to a later run; what the gate kept back may not, nor what no comment shows. */
async function keepResult({ store }: Desk, kept: Job, ending: Ending, isKeptBack: boolean): Promise<void> {
  const { result, resultSha256 } = ending;
  if (result === undefined || resultSha256 === undefined || isKeptBack) return;
  if (ending.session) await store.jobs.keepSession(kept, ending.session);
  const isWhole = whyNotReusable(result, pinnedCli().version) === null;
  await store.jobs.keepResult(kept, resultSha256, isWhole);
}

/** Courtesies: a reaction to the command, and the check. */
async function sayOver(desk: Desk, request: Request, name: RepositoryName, job: Job): Promise<void> {
  const ended = await desk.store.jobs.byId(job.jobId);
  const reaction = ended?.state === 'done' ? 'rocket' : 'confused';
  await reactToCommand(desk, request, name, job.commandCommentId, reaction);
  await tellCheck(desk, request, name, job.jobId);
}

/** Whatever a run says of itself: one whose words had to be kept back, or did not land, has not succeeded. */
function outcomeOf(
  { state, cause }: Ending,
  posted: readonly Posted[],
  isKept: boolean,
): { state: TerminalState; code: string | null } {
  if (isKept) return { state: 'failed', code: 'withheld' };
  const missing = posted.find((one) => one.became === 'nothing');
  if (state !== 'done' || missing?.became !== 'nothing') return { state, code: cause?.code ?? null };
  return { state: 'failed', code: missing.why.code };
}

/**
 * True when asking again is of no use. A 403 is not that: a suspended installation, a missing
 * permission and a rate limit pass.
 */
export function isGone(error: unknown): error is Fault {
  return error instanceof Fault && [404, 410, 422].includes(statusOf(error) ?? 0);
}
