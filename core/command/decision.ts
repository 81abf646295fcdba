import { readJobId } from './job-id.ts';
import { misspelt } from './misspelt.ts';
import type { Misspelt } from './parsed.ts';

/** Reads the job that is decided on, or goes on, which has to be named, and gives what stands behind it. */
export function readDecision(
  verb: 'approve' | 'deny' | 'continue',
  rest: string,
): { job: string; behind: string } | Misspelt {
  const [, word = '', behind = ''] = /^[ \t\u00a0]*([^ \t\u00a0]*)[ \t\u00a0]*(.*)$/s.exec(rest) ?? [];
  const job = readJobId(verb, word);
  if (typeof job === 'string') return { job, behind: behind.replace(/[ \t\u00a0]{1,1000}$/, '') };
  const remedy = "Copy the whole command from the job's comment.";
  if (job === null)
    return misspelt(
      'missing-job',
      `\`/dispatch ${verb}\` needs the id of the job that ${verb === 'continue' ? 'goes on' : 'is decided on'}.`,
      remedy,
    );
  return { ...job, refusal: { ...job.refusal, remedy } };
}
