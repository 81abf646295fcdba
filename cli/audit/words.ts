import { counted } from '../../core/output/amounts.ts';
import type { Objected, Proof } from '../../core/audit/proof.ts';

/** What was proven, as the last line. */
export function provenLine({ records, asked, refused, ended, head }: Proof): string {
  return `${counted(records, 'record')}, ${counted(asked, 'call')} asked (${refused} refused), ${ended} ended; head ${head}`;
}

/** What is wrong with a log, as the last line. */
export function objectedLine(file: string, { broken, because, incomplete }: Objected): string {
  const remedy = incomplete
    ? 'The run was ended before it could write its last record; what is there chains.'
    : 'Trust nothing from this line on; get the file from the artifact of its run again.';
  return `${file}:${broken}: ${because}. ${remedy}`;
}
