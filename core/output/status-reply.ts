import { code, joined, link, words, type Document } from '../redact/document.ts';

/** One job as `/dispatch status` tells it. Times are ISO. */
export type JobLine = {
  readonly jobId: string;
  readonly agent: string;
  readonly actor: string;
  readonly state: string;
  readonly cause: string | null;
  readonly since: string;
  readonly runUrl: string | null;
  /** The job whose answer it was given; null or absent for one with its own. */
  readonly cachedFrom?: string | null;
};

/** A change of a job's state. */
export type Step = { readonly to: string; readonly cause: string | null; readonly at: string };

/** The jobs of a thread, newest first; to be gated for the sink `comment`. */
export function statusReply(jobs: readonly JobLine[]): Document {
  if (jobs.length === 0) return words`No agent was asked for in this thread yet.`;
  const head = words`| Job | Agent | Asked by | State | Since | |
|---|---|---|---|---|---|
`;
  return joined([head, ...jobs.map(row)]);
}

/** One job with its history; to be gated for the sink `comment`. */
export function jobReply(job: JobLine, history: readonly Step[], money: string | null): Document {
  const steps = history.map(
    ({ to, cause, at }) => words`- ${at}: ${stateOf(to, cause)}
`,
  );
  return joined([
    statusReply([job]),
    words`
**What became of it**

`,
    ...steps,
    ...(money === null
      ? []
      : [
          words`
**Budget:** ${money}
`,
        ]),
  ]);
}

function row({ jobId, agent, actor, state, cause, since, runUrl, cachedFrom = null }: JobLine): Document {
  const cached = cachedFrom === null ? words`` : words`, cached from ${code(cachedFrom)}`;
  const run = runUrl === null ? words`` : words`${link('run', runUrl)}`;
  return words`| ${code(jobId)} | ${code(agent)} | ${actor} | ${stateOf(state, cause)}${cached} | ${since} | ${run} |
`;
}

function stateOf(state: string, cause: string | null): string {
  return cause === null ? state.replaceAll('_', ' ') : `${state.replaceAll('_', ' ')} (${cause})`;
}
