import type { KnownSecrets } from '../core/redact/gate.ts';
import { guessableNames, shortNames } from '../core/redact/needles.ts';
import type { Desk } from './desk.ts';

const REMEDY =
  'Rotate it to a random value of at least 20 letters and digits, or do not give it to this job.';

/** One line for each secret of the job that the gate can look for only poorly. By its name: what it is like tells of it. */
export function warnOfWeakSecrets({ known, say }: Pick<Desk, 'known' | 'say'>): void {
  for (const line of weakSecretLines(known)) say(line);
}

function weakSecretLines(known: KnownSecrets): string[] {
  return [
    ...shortNames(known).map(
      (name) =>
        `warning: the secret ${name} is too short to be looked for in what leaves this job, so nothing hides it. ${REMEDY}`,
    ),
    ...guessableNames(known).map(
      (name) =>
        `warning: the secret ${name} does not look random, so only all of it is found in what leaves this job, no part of it. ${REMEDY}`,
    ),
  ];
}
