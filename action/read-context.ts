import type { GivenContext, Read } from '../core/context/compose.ts';
import type { Continued } from '../core/context/conversation.ts';
import type { EarlierResult } from '../core/context/earlier.ts';
import type { Failures } from '../core/context/failures.ts';
import { eligibleComments, type Thread } from '../core/context/thread.ts';
import type { Plan } from '../core/profile/plan.ts';
import { readMark } from '../core/redact/mark.ts';
import { readFailures, type FailedRuns } from '../edge/github/read-failures.ts';
import type { Ticket } from '../core/ticket/ticket.ts';
import { readThread } from '../edge/github/read-thread.ts';
import { readEventFacts, readEventPull, readEventRun, readEventThread } from '../edge/runner/event-facts.ts';
import { accident } from './accident.ts';
import type { FoundChange, Source } from './read-change.ts';

/** Reads what the profile gives the agent of its issue or pull request. What cannot be read is missing, and ends no run. */
export async function readContext(
  { context }: Plan,
  source: Source & {
    readChange: () => Promise<FoundChange>;
    earlier?: EarlierResult | null;
    continued?: Continued | null;
  },
): Promise<GivenContext> {
  const { authority, eventPath, readChange, earlier = null, continued = null } = source;
  const ticket = authority.kind === 'ticket' ? authority.ticket : null;
  const [thread, diff, failures] = await Promise.all([
    context.thread === null ? null : threadOf(context.thread.comments, source),
    context.diff === null ? null : readChange().then(asRead),
    context.failures === null ? null : failuresOf(context.failures.jobs, source),
  ]);
  return {
    thread,
    diff,
    failures,
    earlier,
    continued,
    isFork: ticket?.fork_head ?? (await readEventFacts(eventPath)).forkHead,
    acceptedAt: ticket?.iat ?? null,
  };
}

async function threadOf(
  comments: number,
  { authority, eventPath, request, name }: Source,
): Promise<Read<Thread>> {
  const ticket = authority.kind === 'ticket' ? authority.ticket : null;
  const number = ticket?.issue_number ?? (await readEventThread(eventPath));
  if (number === null) return { missing: 'what started the workflow is about no issue or pull request.' };
  const acceptedAt = ticket?.iat ?? null;
  try {
    const isEnough = (read: Thread['comments']) => eligibleComments(read, acceptedAt).length >= comments;
    return { found: withoutOurs(await readThread(request, name, number, isEnough), ticket) };
  } catch (error) {
    return { missing: `${accident(error).because} ${PERMISSIONS}` };
  }
}

/** The jobs that failed in the run that the event is about, or at the commit that the job is about. */
async function failuresOf(
  jobs: number,
  { authority, eventPath, request, name }: Source,
): Promise<Read<Failures>> {
  const wanted: FailedRuns | null =
    authority.kind === 'ticket' ? { headSha: authority.ticket.head_sha } : await failedRuns(eventPath);
  if (wanted === null) return { missing: 'what started the workflow is about no run and no pull request.' };
  try {
    return { found: await readFailures(request, name, wanted, { jobs }) };
  } catch (error) {
    return { missing: `${accident(error).because} The job needs the permission actions: read.` };
  }
}

async function failedRuns(eventPath: string | null): Promise<FailedRuns | null> {
  const runId = await readEventRun(eventPath);
  if (runId !== null) return { runId };
  const pull = await readEventPull(eventPath);
  return pull === null ? null : { headSha: pull.head };
}

/** Our comment about this very job is no part of what it is about, though it may be as old as the ticket. */
function withoutOurs(thread: Thread, ticket: Pick<Ticket, 'agent' | 'job_id'> | null): Thread {
  const comments = thread.comments.filter(({ body }) => {
    const mark = readMark(body);
    const isOurs =
      (mark?.kind === 'job' && mark.id === ticket?.job_id) ||
      (mark?.kind === 'sticky' && mark.id === ticket?.agent);
    return !isOurs;
  });
  return { ...thread, comments, total: thread.total - thread.comments.length + comments.length };
}

const PERMISSIONS = 'The job needs the permissions issues: read and pull-requests: read.';

function asRead(change: FoundChange): Read<string> {
  return 'diff' in change ? { found: change.diff } : { missing: change.unknown };
}
