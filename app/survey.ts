import { limited } from '../core/profile/limits.ts';
import type { Plan } from '../core/profile/plan.ts';
import type { Facts, Frozen } from '../core/authority/decide.ts';
import type { Config } from '../core/config/config.ts';
import { configPath } from '../core/config/path.ts';
import { readConfig, type ConfigProblem } from '../core/config/read.ts';
import { capabilitiesOf, compile, plainFacts, type Compiled } from '../core/profile/compile.ts';
import type { ToApprove } from './await-approval.ts';
import { isRefusal, refuse, type Refusal } from '../core/refusal.ts';
import {
  readBranchHead,
  readFileAt,
  readIssue,
  readPullHead,
  readRepository,
  readWorkflow,
  type FileFacts,
} from '../edge/github/read.ts';
import { sha256 } from '../edge/keys/digest.ts';
import { membershipsFor, neededIn } from './standing.ts';
import type { Thread } from './thread.ts';
import { taintOfWish, type Wish } from './wish.ts';

/** The trusted side of a repository: its default branch and what that says about agents. */
export type Ground = {
  branch: string;
  head: string;
  file: FileFacts;
  config: Config;
  private: boolean;
  archived: boolean;
};

/** Reads the configuration at the default branch's head, and nowhere else. */
export async function readGround({ request, event }: Thread): Promise<Ground | Refusal> {
  const repository = await readRepository(request, event.name);
  if (repository.id !== event.hearing.repository.id)
    return otherRepository(event.hearing.repository.fullName);
  const head = await readBranchHead(request, event.name, repository.defaultBranch);
  const file = head === null ? null : await readFileAt(request, event.name, configPath, head);
  if (head === null || file === null) return noConfig(repository.defaultBranch);
  if (isRefusal(file)) return file;
  const read = readConfig(file.text, configPath);
  if ('problems' in read) return brokenConfig(read.problems);
  const { defaultBranch: branch, private: isPrivate, archived } = repository;
  return { branch, head, file, config: read.config, private: isPrivate, archived };
}

/** What the app knows of the thread, and how the agent compiles there. */
export type Here = {
  issue: NonNullable<Awaited<ReturnType<typeof readIssue>>>;
  head: { sha: string; fork: boolean };
  compiled: Compiled;
  /** What somebody would have to agree to, or does; null where nothing may start. */
  toApprove: ToApprove | null;
};

/** Compiles an agent as a comment in this thread, with this wish, would start it. */
export async function compileHere(
  thread: Thread,
  ground: Ground,
  agent: string,
  wish: Wish = { limits: {}, fromJob: null },
): Promise<Here | Refusal> {
  const { request, event } = thread;
  const issue = await readIssue(request, event.name, event.hearing.issueNumber);
  if (issue === null) return refuse('thread-gone', 'The issue is gone.', 'Write the command elsewhere.');
  const head = issue.isPullRequest
    ? await readPullHead(request, event.name, event.hearing.issueNumber)
    : { sha: ground.head, fork: false };
  const facts = {
    ...plainFacts,
    trigger: thread.startedBy,
    sources: { untrustedAuthor: false, forkHead: head.fork, earlier: taintOfWish(wish) },
    repository: { private: ground.private },
    hasApprover: true,
  };
  const known = compile(ground.config, agent, facts, thread.desk.operator);
  if (known.kind === 'refused') return { issue, head, compiled: known, toApprove: null };
  const plan = limited(known.plan, wish.limits);
  if (isRefusal(plan)) return plan;
  const compiled = { ...known, plan };
  const configBlob = ground.file.blobSha;
  return {
    issue,
    head,
    compiled,
    toApprove: { plan, capabilities: capabilitiesOf(plan, facts), configBlob },
  };
}

/** All that `decide` wants to know, and what somebody has to agree to before the agent may start, if anything. */
export async function gatherFacts(
  thread: Thread,
  ground: Ground,
  command: { agent: string; task: string } & Wish,
): Promise<{ facts: Facts; plan: Plan; toApprove: ToApprove | null } | Refusal> {
  const { event, startedBy } = thread;
  const { task, limits } = command;
  const here = await compileHere(thread, ground, command.agent, command);
  if (isRefusal(here)) return here;
  const { issue, head, compiled } = here;
  if (compiled.kind === 'refused') return compiled.refusal;
  const { plan } = compiled;
  const frozen: Frozen = {
    bodySha256: sha256(event.body),
    updatedAt: event.updatedAt,
    headSha: head.sha,
    configBlob: ground.file.blobSha,
    configCommit: ground.file.commit,
    forkHead: head.fork,
    private: ground.private,
  };
  const agent = { name: plan.agent, ...neededIn(plan, startedBy) };
  const { hearing } = event;
  const author = { login: hearing.author.login, role: thread.role };
  const memberships = await membershipsFor(thread.request, event.name, author, agent);
  const toApprove = compiled.kind === 'needs-approval' ? here.toApprove : null;
  return {
    plan,
    toApprove,
    facts: { hearing, role: thread.role, memberships, agent, issue, task, limits, frozen, startedBy },
  };
}

/** Null when the workflow can be started, else what is missing. */
export async function whyNoWorkflow(
  { request, event, desk }: Thread,
  branch: string,
): Promise<Refusal | null> {
  const path = `.github/workflows/${desk.workflow}`;
  const workflow = await readWorkflow(request, event.name, desk.workflow);
  if (workflow === null) {
    return refuse(
      'workflow-missing',
      `There is no \`${path}\` on \`${branch}\`, and that is where agents run.`,
      `Add the workflow from the README as \`${path}\`, then write the command again.`,
    );
  }
  if (workflow.active) return null;
  return refuse(
    'workflow-disabled',
    `The workflow \`${path}\` is disabled (\`${workflow.state}\`).`,
    'Enable it on the Actions page, then write the command again.',
  );
}

/** What GitHub's 422 on starting the workflow means. */
export function notDispatchable(workflow: string): Refusal {
  return refuse(
    'workflow-not-dispatchable',
    `GitHub would not start \`.github/workflows/${workflow}\`: it needs the trigger \`workflow_dispatch\` with the inputs \`ticket\` and \`head\`, and no other required input.`,
    'Copy the `on:` part from the README, then write the command again.',
  );
}

function noConfig(branch: string): Refusal {
  return refuse(
    'config-missing',
    `There is no \`${configPath}\` on \`${branch}\`, so there are no agents here yet.`,
    'Add one: the README has an example of ten lines.',
  );
}

/** The first few problems with their places; the rest by number. */
function brokenConfig(problems: readonly ConfigProblem[]): Refusal {
  const shown = problems
    .slice(0, 5)
    .map(({ file, line, column, message, remedy }) => `\`${file}:${line}:${column}\` ${message} ${remedy}`);
  const more = problems.length > 5 ? ` And ${problems.length - 5} more.` : '';
  return refuse(
    'config-broken',
    `The configuration on the default branch cannot be used: ${shown.join(' ')}${more}`,
    'Mend it on the default branch, then write the command again.',
  );
}

function otherRepository(fullName: string): Refusal {
  return refuse(
    'other-repository',
    `${fullName} is not the repository it was when the comment was written.`,
    'Write the command again.',
  );
}
