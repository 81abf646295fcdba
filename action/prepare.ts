import { join } from 'node:path';
import { resolveModel } from '../core/pricing/models.ts';
import type { PlannedContext } from '../core/config/context.ts';
import type { ComposedContext, GivenContext } from '../core/context/compose.ts';
import type { Continued } from '../core/context/conversation.ts';
import type { EarlierResult } from '../core/context/earlier.ts';
import type { Briefing } from '../core/group/briefing.ts';
import { composePrompt } from '../core/launch/prompt.ts';
import type { OutputFacts } from '../core/output/kinds/kind.ts';
import type { Plan } from '../core/profile/plan.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import { openVerified, type Authority, type Verified } from '../core/ticket/verify.ts';
import { findClaude, type FoundClaude } from '../edge/claude/install.ts';
import { requestWithToken } from '../edge/github/with-token.ts';
import { randomId } from '../edge/keys/digest.ts';
import { hasCredential } from '../edge/runner/checkout-credential.ts';
import { lastCommit } from '../edge/runner/last-commit.ts';
import type { Layers } from './caged-job.ts';
import { checkCheckout } from './check-checkout.ts';
import type { Configured } from './configure.ts';
import { findFooting, type Footing } from './footing.ts';
import { outputFactsOf } from './output-facts.ts';
import { whyNoSessionKey } from './input-values.ts';
import type { RunInputs } from './inputs.ts';
import type { Machine } from './machine.ts';
import { changeReader, type Source } from './read-change.ts';
import { readContext } from './read-context.ts';
import { readEarlier } from './read-earlier.ts';
import { readContinued } from './read-session.ts';

/** Everything that had to hold before the agent may start. */
export type Prepared = Configured & {
  prompt: string;
  claude: FoundClaude;
  footing: Footing;
  /** The commit of the checkout; null where it is none. */
  headSha: string | null;
  outputFacts: OutputFacts;
  /** What each of a group is told. */
  briefing: Briefing;
  /** What the agent is given of its issue or pull request, in counts; null when its profile asks for nothing. */
  context: ComposedContext['report'] | null;
  /** The conversation that it continues; null for none. */
  continued: Continued | null;
  /** Why something of what outputs are held against is not known; null when all of it is. */
  unknownFacts: string | null;
  /** Whether the checkout holds a credential that later steps of the job can use. */
  keepsCredential: boolean;
};

/**
 * Finds out whether this run can start at all. What takes time goes side by side; the first thing that does
 * not hold ends the rest.
 */
export async function prepare(
  verified: Verified,
  inputs: RunInputs,
  machine: Machine,
  cancelled: AbortSignal,
  use: Pick<Layers, 'hashCli' | 'configure' | 'composeContext'>,
): Promise<Prepared | Refusal> {
  const authority = openVerified(verified);
  if (inputs.apiKey === '') return noKey();
  const request = requestWithToken(machine.apiUrl, inputs.githubToken);
  const repository = { owner: machine.repository.owner, repo: machine.repository.name };
  const given = new AbortController();
  const stop = AbortSignal.any([cancelled, given.signal]);
  const installing = install(machine, stop, use.hashCli);
  // It may fail while something else is awaited; it is looked at below.
  installing.catch(() => {});
  const refusal = (found: Refusal) => {
    given.abort();
    return found;
  };
  const [checkout, footing, configured, commit, keepsCredential, earlier, continued] = await Promise.all([
    checkCheckout(authority, machine),
    findFooting(machine, inputs.allowUsernsSysctl),
    use.configure(authority, machine, request, inputs.operator),
    lastCommit(machine.workspace, cancelled),
    hasCredential(machine.workspace),
    readEarlier(authority, { request, name: repository }),
    readContinued(authority, { request, name: repository, secret: inputs.sessionKey }),
  ]).catch((error: unknown) => {
    given.abort();
    throw error;
  });
  if (isRefusal(checkout)) return refusal(checkout);
  if (isRefusal(configured)) return refusal(configured);
  if (isRefusal(footing)) return refusal(footing);
  if (isRefusal(earlier)) return refusal(earlier);
  const noSessionKey = configured.plan.sessionHours === null ? null : whyNoSessionKey(inputs.sessionKey);
  if (noSessionKey !== null) return refusal(noSessionKey);
  if (isRefusal(continued)) return refusal(continued);
  const model = resolveModel(configured.plan.model, configured.plan.ownPrice);
  if (isRefusal(model)) return refusal(model);
  const fence = `untrusted-${randomId()}`;
  const source = { authority, eventPath: machine.eventPath, request, name: repository, earlier, continued };
  const { outputs, context, contextFor } = await readAround(
    configured.plan,
    source,
    fence,
    use.composeContext,
  );
  const briefing = { task: taskOf(authority), lastCommit: commit, taint: configured.taint, contextFor };
  return {
    ...configured,
    taint: [...new Set([...configured.taint, ...(context?.taint ?? [])])],
    context: context?.report ?? null,
    continued,
    briefing,
    outputFacts: { ...outputs.facts, depth: authority.kind === 'ticket' ? authority.ticket.depth : 0 },
    unknownFacts: outputs.unknown,
    // One full name for the CLI, the broker and the price, whatever alias the profile uses.
    plan: { ...configured.plan, model },
    claude: await installing,
    headSha: checkout.headSha,
    footing,
    keepsCredential,
    prompt: composePrompt({
      task: briefing.task,
      repository: `${machine.repository.owner}/${machine.repository.name}`,
      headSha: checkout.headSha,
      lastCommit: commit,
      approvedCall: configured.approvedCall,
      ...(configured.plan.proposal === undefined ? {} : { proposal: configured.plan.proposal }),
      context: context?.text ?? null,
      fence,
    }),
  };
}

type Around = Source & { earlier: EarlierResult | null; continued: Continued | null };

/** What the run's issue or pull request is to its outputs, and what of it the agent is told. */
async function readAround(plan: Plan, source: Around, fence: string, compose: Layers['composeContext']) {
  const readChange = changeReader(source);
  const [outputs, given] = await Promise.all([
    outputFactsOf(plan, readChange),
    readContext(plan, { ...source, readChange }),
  ]);
  // Of what was read for all of a group, each is given what its own profile says.
  const contextFor: Briefing['contextFor'] = (limits) =>
    compose(withinLimits(given, limits), limits, `untrusted-${randomId()}`);
  return { outputs, context: compose(given, plan.context, fence), contextFor };
}

function withinLimits(given: GivenContext, limits: PlannedContext): GivenContext {
  return {
    ...given,
    thread: limits.thread === null ? null : given.thread,
    diff: limits.diff === null ? null : given.diff,
    failures: limits.failures === null ? null : given.failures,
  };
}

function taskOf(authority: Authority): string {
  return authority.kind === 'ticket' ? authority.ticket.task : authority.task;
}

function install(machine: Machine, cancelled: AbortSignal, hash: Layers['hashCli']): Promise<FoundClaude> {
  const { PATH = '/usr/local/bin:/usr/bin:/bin', ...npmSettings } = machine.installEnvironment;
  return findClaude({
    toolCache: machine.toolCache,
    pinFolder: join(machine.actionRoot, 'edge', 'claude', 'cli'),
    path: PATH,
    npmSettings,
    cancelled,
    hash,
  });
}

function noKey(): Refusal {
  return refuse(
    'no-key',
    'The input `anthropic-api-key` is empty.',
    'Set it to `${{ secrets.ANTHROPIC_API_KEY }}` and add that secret to the repository (forks do not get secrets).',
  );
}
