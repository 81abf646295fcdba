import { isTerminal, type Job, type JobState } from '../../../edge/store/job.ts';

export type AppOracle =
  | 'lost'
  | 'duplicate-run'
  | 'duplicate-comment'
  | 'duplicate-check'
  | 'not-terminal'
  | 'wrong-end'
  /** A process of a killed step that lives on, and a file with a secret in it. */
  | 'survivor'
  | 'secret-left';
export type AppFinding = { oracle: AppOracle; what: string };

/** What is known of one command when all is quiet, or the time is up. */
export type CommandAftermath = {
  /** A command for an agent gets a job with a run; a wrong one gets one reply. */
  wants: 'run' | 'reply';
  name: string;
  /** Runs that GitHub has of it. */
  runs: number;
  /** What the app wrote in its thread, as it stands at last. */
  comments: readonly string[];
  /** How far the checks of its job are, one each; null where there is to be none. */
  checks: readonly string[] | null;
  job: Job | null;
  history: readonly { to: JobState }[];
  /** False when something of it was still to be done when the time was up. */
  isQuiet: boolean;
};

/**
 * The whole of a reply that says that GitHub kept a command from beginning, by which call or limit, and that it is to be
 * written again; behind it stands the mark that it is found by.
 */
const NOT_BEGUN =
  /^@[a-z]+, this request was not carried out\. (?:Could not [^\n]{1,200}: GitHub (?:did not answer|answered (?:403|429|5\d\d)) \([^\n]{1,400}\)\.|GitHub [^\n]{1,200}\.)\n\n(?:Try again in a few minutes; [^\n]{1,200}|[^\n]{1,200}, then write the command again|[^\n]{1,200}; write the command again then)\.\n\n?<!-- [^\n]*-->\s*$/;

/** True for a command for an agent without a job whose writer was told in one reply what of GitHub's trouble was why. */
export function isToldWhy({ wants, job, runs, comments }: CommandAftermath): boolean {
  const isNothing = wants === 'run' && job === null && runs === 0;
  return isNothing && comments.length === 1 && NOT_BEGUN.test(comments[0] ?? '');
}

/**
 * What must not have happened to a command, and did. Where GitHub fails again and again, `mayBeTold` lets a command end
 * in the reply of `isToldWhy`; whoever says so counts them.
 */
export function findingsOf(command: CommandAftermath, { mayBeTold = false } = {}): AppFinding[] {
  const { name, wants, runs, comments, checks, job, isQuiet } = command;
  const found: AppFinding[] = [];
  const say = (oracle: AppOracle, what: string) => found.push({ oracle, what: `${name}: ${what}` });
  if (runs > (wants === 'run' ? 1 : 0)) say('duplicate-run', `${runs} runs`);
  if (comments.length > 1) say('duplicate-comment', `${comments.length} comments`);
  if (checks !== null && checks.length > 1) say('duplicate-check', `${checks.length} checks`);
  const isOpen = job !== null && !isTerminal(job.state);
  if (isOpen || !isQuiet) say('not-terminal', job === null ? 'its delivery waits' : `is ${job.state}`);
  if (comments.length === 0) say('lost', 'no word');
  else if (wants === 'run' && job === null && runs === 0 && !(mayBeTold && isToldWhy(command)))
    say('lost', `no job, but was told: ${comments.join(' | ')}`);
  else if (runs === 1 && job !== null && isTerminal(job.state) && job.runId === null)
    say('lost', 'nobody knows its run');
  if (wants === 'run' && job !== null && !isOpen) found.push(...wrongEnd(command, job));
  return found;
}

/** A job ends once, and its comment says the same as its row. */
function wrongEnd({ name, comments, checks, history }: CommandAftermath, job: Job): AppFinding[] {
  const ends = history.filter(({ to }) => isTerminal(to)).length;
  const last = comments.at(-1) ?? '';
  const wrong = [
    ...(ends === 1 ? [] : [`ended ${ends} times`]),
    ...(/is (about to start|working|being stopped)/.test(last) ? ['its comment does not tell the end'] : []),
    ...((job.state === 'done') === /is done/.test(last) ? [] : [`is ${job.state}, its comment says other`]),
    ...(checks === null || checks.every((status) => status === 'completed') ? [] : ['its check is not over']),
    ...(checks?.length === 0 ? ['it has no check'] : []),
  ];
  return wrong.map((what) => ({ oracle: 'wrong-end', what: `${name}: ${what}` }));
}
