/** What GitHub makes for one job, each once, and so what is forgotten with it. */
const SENT_FOR_A_JOB = ['status', 'review', 'patch', 'check'] as const;

export type SentForJob = (typeof SENT_FOR_A_JOB)[number];

/** The outbox's key of something that is made for a job. Checks are looked for by the beginning of theirs. */
export function keyForJob({ jobId }: { jobId: string }, what: SentForJob): string {
  return what === 'check' ? `check:${jobId}` : `job:${jobId}:${what}`;
}

/** The same keys, as SQL over the column `job_id`. */
export const KEYS_OF_A_JOB = SENT_FOR_A_JOB.map((what) => {
  const [before, after] = keyForJob({ jobId: '\n' }, what).split('\n');
  return `'${before}' || job_id || '${after}'`;
});
