import { setTimeout as sleep } from 'node:timers/promises';
import { isTerminal } from '../../../edge/store/job.ts';
import { claimsIn } from './canned-run.ts';
import { WRITER, type FaultWorld } from './world.ts';
import type { CommandAftermath } from './oracles.ts';

/** For an agent in an issue or a pull request, for one that somebody has to agree to, or a wrong one. */
export type CommandKind = 'run' | 'pull' | 'approval' | 'reply';

/** A command that somebody wrote, in a repository of its own. */
export type Command = {
  kind: CommandKind;
  repository: { fullName: string; id: number; issue: number };
  commentId: number;
};

const TEXTS: Record<CommandKind, string> = {
  run: '/dispatch reviewer check the error handling',
  pull: '/dispatch reviewer check the error handling',
  approval: '/dispatch fetcher fetch the list',
  reply: '/dispatch nobody look',
};

/** Writes a comment with a command in a new repository, or in the one given. */
export function command(
  world: FaultWorld,
  where: string | Command['repository'],
  kind: CommandKind,
): Command {
  const repository = typeof where === 'string' ? world.repository(where) : where;
  const { id } = world.github.comment(repository.fullName, repository.issue, WRITER, TEXTS[kind]);
  return { kind, repository, commentId: id };
}

/** The same in a place that suits its kind: a pull request, or a private repository. */
export async function commandInPlace(world: FaultWorld, name: string, kind: CommandKind): Promise<Command> {
  const place = world.repository(name, { isPrivate: kind === 'approval' });
  if (kind !== 'pull') return command(world, place, kind);
  const pull = { title: 'Change', author: WRITER, headSha: world.topic };
  const { number: issue } = await world.github.createPullRequest(place.fullName, pull);
  return command(world, { ...place, issue }, kind);
}

/** Resolves to true as soon as nothing is to be done any more, to false after `patience` milliseconds. */
export async function quiet(
  world: FaultWorld,
  commands: readonly Command[],
  patience: number,
): Promise<boolean> {
  const until = Date.now() + patience;
  for (;;) {
    const rest = Math.max(0, until - Date.now());
    await Promise.race([world.github.idle(), sleep(rest, undefined, { ref: false })]);
    if (!(await isBusy(world, commands))) return true;
    if (Date.now() > until) return false;
    await sleep(20);
  }
}

/** Resolves when every delivery that was kept has been worked on; jobs may be open still. */
export async function worked(world: FaultWorld): Promise<void> {
  for (let calm = 0; calm < 5; calm += 1) {
    await world.github.idle();
    if ((await world.engine.look.inbox.unfinished()).length > 0) calm = -1;
    await sleep(50);
  }
}

async function isBusy(world: FaultWorld, commands: readonly Command[]): Promise<boolean> {
  const { waiting, jobs } = world.engine.look;
  // Those that were put off, too.
  if ((await waiting()).deliveries > 0) return true;
  const states = await Promise.all(
    commands.map(({ repository, commentId }) => jobs.byCommand(repository.id, commentId, 0)),
  );
  const isOpen = states.some((job) => job !== null && !isTerminal(job.state));
  return isOpen || commands.some((one) => one.kind === 'pull' && hasOpenCheck(world, one));
}

function hasOpenCheck({ github }: FaultWorld, { repository }: Command): boolean {
  return github.listChecks(repository.fullName).some(({ status }) => status !== 'completed');
}

/** What became of a command, seen from outside. */
export async function aftermath(
  world: FaultWorld,
  command: Command,
  isQuiet: boolean,
): Promise<CommandAftermath> {
  const { fullName, id, issue } = command.repository;
  const { jobs } = world.engine.look;
  const [job = null] = await jobs.inThread(id, issue, 1);
  const runs = world.github.runs.filter(
    ({ repository, inputs }) =>
      repository.fullName === fullName && claimsIn(inputs['ticket'] ?? '')['issue_number'] === issue,
  );
  const comments = world.github.listComments(fullName, issue).filter(({ viaApp }) => viaApp !== null);
  const checks = world.github.listChecks(fullName).filter(({ externalId }) => externalId === job?.jobId);
  return {
    wants: command.kind === 'reply' ? 'reply' : 'run',
    name: `${fullName}#${issue}`,
    runs: runs.length,
    comments: comments.map(({ body }) => body),
    checks: command.kind === 'pull' ? checks.map(({ status }) => status) : null,
    job,
    history: job === null ? [] : await jobs.history(job.jobId),
    isQuiet,
  };
}
