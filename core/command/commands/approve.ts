import { readDecision } from '../decision.ts';
import { misspelt, shown } from '../misspelt.ts';
import { readOptions } from '../options.ts';
import type { Misspelt } from '../parsed.ts';
import type { Command } from '../request.ts';

/** At least as many digits of the plan's digest as its comment shows, at most all of them. */
const DIGEST = /^[0-9a-f]{12,64}$/;

/** Numbers with commas between them. */
const PARTS = /^[1-9][0-9]{0,2}(?:,[1-9][0-9]{0,2}){0,199}$/;

/** `/dispatch approve <job> <digest> [--without=N,N]`: for another person than the one who asked. Nothing is guessed. */
export const approve: Command = {
  verb: 'approve',
  usage: '/dispatch approve <job> <digest> [--without=1,2]',
  summary: "agree to the plan that a job's comment shows, or to a part of it",
  read({ rest }) {
    const read = readDecision('approve', rest);
    if ('kind' in read) return read;
    const [digest = '', ...options] = read.behind.split(/[ \t\u00a0]+/);
    if (!DIGEST.test(digest)) return badDigest(`${shown(digest)} stands`);
    const parts = readOptions(options.join(' '), ['without']);
    if (parts.kind === 'misspelt') return parts;
    if (parts.rest !== '') return badDigest('More than one word stands');
    const { without } = parts.options;
    if (without === undefined) return { kind: 'approve', job: read.job, digest, without: [] };
    if (!PARTS.test(without)) return badParts();
    return { kind: 'approve', job: read.job, digest, without: without.split(',').map(Number) };
  },
};

function badDigest(what: string): Misspelt {
  return misspelt(
    'bad-digest',
    `${what} where the digest of the plan belongs: at least 12 of the digits 0-9 and a-f.`,
    "Read the plan in the job's comment and copy the whole command from there.",
  );
}

function badParts(): Misspelt {
  return misspelt(
    'bad-parts',
    'What stands behind `--without=` are not numbers of parts of the plan.',
    'Write them as the plan shows them, such as `--without=2,5`.',
  );
}
