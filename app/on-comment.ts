import { listen } from '../core/authority/listen.ts';
import { atLeast, type Role } from '../core/authority/role.ts';
import { helpText, listText } from '../core/command/help-text.ts';
import type { Config } from '../core/config/config.ts';
import { parse, type Misspelt, type Parsed } from '../core/command/parse.ts';
import { assertNever, Fault } from '../core/fault.ts';
import { markdown, words } from '../core/redact/document.ts';
import { isRefusal, refuse } from '../core/refusal.ts';
import { readRole } from '../edge/github/read.ts';
import type { Request } from '../edge/github/request.ts';
import { isTerminal } from '../edge/store/job.ts';
import { approveJob } from './approve-job.ts';
import { isStranger, TOO_FAST } from './attention.ts';
import { cancelJob } from './cancel-job.ts';
import type { CommentEvent } from './comment-event.ts';
import { continueJob } from './continue-job.ts';
import { denyJob } from './deny-job.ts';
import type { Desk } from './desk.ts';
import { explainAgent } from './explain-agent.ts';
import { isUntold } from './put-off.ts';
import { retryJob } from './retry-job.ts';
import { runAgent } from './run-agent.ts';
import { jobOf, say, sayOfGround } from './say.ts';
import { showStatus } from './show-status.ts';
import { isStoreAway } from './store-away.ts';
import { readGround } from './survey.ts';
import { takeUp } from './take-up.ts';
import { answer, notForYou, reply, shrug, type Thread } from './thread.ts';

/** GitHub redelivers for three days; what is older was replayed by somebody else. */
const STALE_MS = 3 * 86_400_000;

/**
 * The story of one comment. Ends in exactly one of: silence, a reaction, one reply, or a job with its
 * status comment. Returns a code that says which, for the inbox. Throws only when nothing was said to
 * anybody, so that a redelivery may try again.
 */
export async function onComment(event: CommentEvent, desk: Desk): Promise<string> {
  const unheard = listen(event.hearing);
  if (unheard) return unheard.code;
  const command = parse(event.body);
  if (command === null) return 'no-command';
  if (Date.parse(event.createdAt) < desk.now() - STALE_MS) return 'stale';
  const known = await jobOf(event, desk);
  if (known && (isTerminal(known.state) || known.runId !== null)) return 'replayed';
  const heard = known ? 'heed' : hear(event, desk);
  if (heard === 'ignore') return TOO_FAST.code;
  const job = known && (await desk.store.jobs.take(known.jobId));

  const request = await desk.github(event.installationId);
  const role = await roleOf(event, request, desk);
  const thread: Thread = { desk, event, request, role, startedBy: 'comment' };
  if (isStranger(role) && !desk.attention.mayReact(event.hearing.repository.id, 'strangers'))
    return 'unheard';
  try {
    if (heard === 'warn') return await answer(thread, TOO_FAST);
    return (await takeUp(desk, request, event.name, job)) ?? (await obey(command, thread));
  } catch (error) {
    return apologise(thread, error);
  }
}

function hear({ hearing, createdAt }: CommentEvent, { attention }: Desk) {
  const { repository, author, commentId } = hearing;
  return attention.hear({
    repositoryId: repository.id,
    accountId: author.id,
    commentId,
    at: Date.parse(createdAt),
  });
}

function roleOf(
  { hearing, name }: CommentEvent,
  request: Request,
  { attention }: Desk,
): Promise<Role | null> {
  const { repository, author } = hearing;
  return attention.role({ repositoryId: repository.id, accountId: author.id }, () =>
    readRole(request, name, author.login),
  );
}

async function obey(command: Parsed | Misspelt, thread: Thread): Promise<string> {
  switch (command.kind) {
    case 'misspelt':
      return answer(thread, command.refusal);
    case 'help':
      return tell(thread, (config) => helpText(config, command.agent));
    case 'list':
      return tell(thread, listText);
    case 'explain':
      return explainAgent(thread, command.agent);
    case 'status':
      return showStatus(thread, command.job);
    case 'cancel':
      return cancelJob(thread, command.job);
    case 'approve':
      return approveJob(thread, command);
    case 'deny':
      return denyJob(thread, command);
    case 'retry':
      return retryJob(thread, command);
    case 'continue':
      return continueJob(thread, command);
    case 'run':
      return runAgent(thread, { ...command, fromJob: command.from ?? null });
    default:
      return assertNever(command);
  }
}

/** Answers from the configuration. */
async function tell(thread: Thread, text: (config: Config) => string): Promise<string> {
  const ground = await readGround(thread);
  if (isRefusal(ground)) return sayOfGround(thread, ground);
  if (!atLeast(thread.role, 'write')) return shrug(thread, notForYou());
  return reply(thread, words`${markdown(text(ground.config))}`, 'helped');
}

/**
 * An accident. Whoever waits for an answer hears of it, of GitHub's trouble when it does not pass soon; an accident never
 * becomes permission.
 */
async function apologise(thread: Thread, error: unknown): Promise<string> {
  if (isStoreAway(error)) throw error;
  const { desk, event } = thread;
  if (await isUntold(event.delivery, error, desk)) throw error;
  desk.log(
    `the comment ${event.hearing.commentId} failed: ${error instanceof Error ? error.message : 'unknown'}`,
  );
  const refusal =
    error instanceof Fault
      ? refuse(error.code, error.message, error.remedy)
      : refuse('defect', 'The app met a defect.', "Write the command again; if it stays, see the app's log.");
  const job = await jobOf(event, desk);
  // There may be a run: the job stays open until somebody can look.
  if (job?.state === 'dispatching') throw error;
  if (!job && !atLeast(thread.role, 'write')) throw error;
  return say(thread, refusal, 'failed');
}
