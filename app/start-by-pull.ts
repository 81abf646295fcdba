import { listen } from '../core/authority/listen.ts';
import type { Role } from '../core/authority/role.ts';
import { isTriggeredBy } from '../core/config/pull-trigger.ts';
import type { Config } from '../core/config/config.ts';
import type { PullTrigger } from '../core/config/triggers.ts';
import { isRefusal } from '../core/refusal.ts';
import { readChangedPaths, readPull, type PullFacts } from '../edge/github/pulls.ts';
import { readRole } from '../edge/github/read.ts';
import type { Request } from '../edge/github/request.ts';
import { isTerminal } from '../edge/store/job.ts';
import type { CommentEvent } from './comment-event.ts';
import type { Desk } from './desk.ts';
import { inTurn } from './in-turn.ts';
import { isPullEventName, type PullEvent } from './pull-event.ts';
import { runAgent } from './run-agent.ts';
import { jobOf } from './say.ts';
import { readGround } from './survey.ts';
import { takeUp } from './take-up.ts';
import type { Thread } from './thread.ts';

/** GitHub redelivers for three days; what is older was replayed by somebody else. */
const STALE_MS = 3 * 86_400_000;

/**
 * The story of a pull request's news: which agents it starts. Whoever caused the news stands where the author of a
 * command does, and from there on all is the same. Of one head each agent is started at most once. Silence where
 * nothing starts, since nobody asked. Returns a code for the inbox; throws `Fault` when GitHub cannot be reached.
 */
export async function startByPull(event: PullEvent, desk: Desk): Promise<string> {
  const unheard = whyUnheard(event, desk);
  if (unheard !== null) return unheard;
  const request = await desk.github(event.installationId);
  const thread = threadOf(event, desk, request, 0);
  const ground = await readGround(thread);
  if (isRefusal(ground)) return ground.code;
  const wanted = agentsFor(event, ground.config);
  if (wanted.length === 0) return 'no-trigger';
  const pull = await readPull(request, event.name, event.number);
  if (pull === null || !pull.open) return 'pull-closed';
  // Of a head that is another by now there are other news, with another person behind them.
  if (pull.headSha !== event.headSha) return 'head-moved';
  const started = await matching(event, request, pull, wanted);
  if (started.length === 0) return 'not-triggered';
  const role = await readRole(request, event.name, event.sender.login);
  // All is tried again after a failure, and what has started is known then.
  const codes = await inTurn(started.map((one) => () => start({ desk, event, request, role }, one)));
  return [...new Set(codes)].join(' ');
}

/** News that start nothing, whatever is configured: ours and other machines', a replay, of an archived repository. */
function whyUnheard(event: PullEvent, desk: Desk): string | null {
  if (!isPullEventName(event.action)) return 'no-trigger';
  if (Date.parse(event.updatedAt) < desk.now() - STALE_MS) return 'stale';
  return listen(asCommand(event, 0).hearing)?.code ?? null;
}

type Wanted = { agent: string; task: string; trigger: PullTrigger };

function agentsFor({ action }: PullEvent, { agents }: Config): Wanted[] {
  return Object.entries(agents).flatMap(([agent, { pull_request: trigger }]) =>
    trigger !== null && trigger.events.some((one) => one === action)
      ? [{ agent, task: trigger.task, trigger }]
      : [],
  );
}

/** Those whose trigger the pull request fits as it is now. What it changes is asked for only where somebody wants to know. */
async function matching(
  { name, number }: PullEvent,
  request: Request,
  pull: PullFacts,
  wanted: readonly Wanted[],
): Promise<Wanted[]> {
  const fitting = wanted.filter(({ trigger }) => isTriggeredBy({ ...trigger, paths: [] }, pull, null));
  if (fitting.every(({ trigger }) => trigger.paths.length === 0)) return fitting;
  const paths = await readChangedPaths(request, name, number, pull.changedFiles);
  return fitting.filter(({ trigger }) => isTriggeredBy(trigger, pull, paths));
}

type Starting = { desk: Desk; event: PullEvent; request: Request; role: Role | null };

async function start({ desk, event, request, role }: Starting, { agent, task }: Wanted): Promise<string> {
  const { number, headSha } = event;
  const id = await desk.store.pullStarts.idOf(event.repository.id, `${number}:${agent}:${headSha}`);
  const thread = { ...threadOf(event, desk, request, id), role };
  const known = await jobOf(thread.event, desk);
  if (known !== null && (isTerminal(known.state) || known.runId !== null)) return 'replayed';
  const job = known && (await desk.store.jobs.take(known.jobId));
  const taken = await takeUp(desk, request, event.name, job);
  return taken ?? (await runAgent(thread, { agent, task, limits: {}, fromJob: null, onlyAt: headSha }));
}

function threadOf(event: PullEvent, desk: Desk, request: Request, id: number): Thread {
  return { desk, event: asCommand(event, id), request, role: null, startedBy: 'pull_request' };
}

/** As if whoever caused the news had written a command. `id` stands for the comment that there is not. */
function asCommand(event: PullEvent, id: number): CommentEvent {
  const { delivery, installationId, sender, repository, name, number, updatedAt } = event;
  return {
    delivery,
    installationId,
    hearing: {
      action: 'created',
      commentId: id,
      author: sender,
      sender,
      viaApp: false,
      issueNumber: number,
      repository,
    },
    name,
    body: '',
    createdAt: updatedAt,
    updatedAt,
  };
}
