import { readDecision } from '../decision.ts';
import { misspelt, shown } from '../misspelt.ts';
import type { Command } from '../request.ts';

/** At least as many digits of the plan's digest as its comment shows, at most all of them. */
const DIGEST = /^[0-9a-f]{12,64}$/;

/** `/dispatch approve <job> <digest>`: for another person than the one who asked. Nothing is guessed. */
export const approve: Command = {
  verb: 'approve',
  usage: '/dispatch approve <job> <digest>',
  summary: "agree to the plan that a job's comment shows",
  read({ rest }) {
    const read = readDecision('approve', rest);
    if ('kind' in read) return read;
    const [digest = '', ...more] = read.behind.split(/[ \t\u00a0]+/);
    if (more.length === 0 && DIGEST.test(digest)) return { kind: 'approve', job: read.job, digest };
    const what = more.length > 0 ? `${more.length + 1} words stand` : `${shown(digest)} stands`;
    return misspelt(
      'bad-digest',
      `${what} where the digest of the plan belongs: at least 12 of the digits 0-9 and a-f.`,
      "Read the plan in the job's comment and copy the whole command from there.",
    );
  },
};
