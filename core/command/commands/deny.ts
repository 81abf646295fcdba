import { readDecision } from '../decision.ts';
import { misspelt } from '../misspelt.ts';
import type { Command } from '../request.ts';

/** The longest reason, in UTF-16 units: it is repeated in the job's comment. */
const LONGEST = 500;

/** `/dispatch deny <job> [reason]`: ends a job that waits for approval. */
export const deny: Command = {
  verb: 'deny',
  usage: '/dispatch deny <job> [reason]',
  summary: 'end a job that waits for approval',
  read({ rest }) {
    const read = readDecision('deny', rest);
    if ('kind' in read) return read;
    if (read.behind.length > LONGEST)
      return misspelt(
        'reason-too-long',
        `The reason is longer than ${LONGEST} characters.`,
        'Shorten it; there is room for more in a comment of its own.',
      );
    return { kind: 'deny', job: read.job, reason: read.behind || null };
  },
};
