import { FIRST_HEAD } from '../../core/audit/chain.ts';
import { follow, noProof, objectionToEnd, type Objected } from '../../core/audit/proof.ts';
import { Fault } from '../../core/fault.ts';
import type { RecordView } from '../../core/report/page-data.ts';
import { LONGEST_LINE } from '../../core/audit/record.ts';
import { readLines } from '../files/read-lines.ts';
import { sha256 } from '../keys/digest.ts';

/** What of a record goes into a page at most, in UTF-16 units: about 200,000 calls. A browser gets slow with more. */
const MOST = 160_000_000;

/**
 * The record in a file as far as it holds, and why no further. Null when there is no such file. No more than
 * `most` UTF-16 units of it are read.
 */
export async function readRecordFile(
  file: string,
  publishedHead: string | null,
  most = MOST,
): Promise<RecordView | null> {
  const lines: string[] = [];
  let proof = noProof;
  let size = 0;
  const view = (objected: Objected | null): RecordView => ({
    lines,
    head: proof.head,
    objection: objected === null ? null : { line: objected.broken, because: objected.because },
  });
  try {
    for await (const line of readLines(file, LONGEST_LINE)) {
      if ((size += line.length) > most) return view(tooLong(lines.length));
      const next = follow(proof, line, sha256);
      if ('broken' in next) return view(next);
      proof = next.proof;
      lines.push(line);
    }
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    if (proof.head === FIRST_HEAD && error.message.includes('there is no such file')) return null;
    return view({ broken: lines.length + 1, because: error.message });
  }
  return view(objectionToEnd(proof, publishedHead ?? undefined));
}

function tooLong(lines: number): Objected {
  return {
    broken: lines + 1,
    because: `the record is longer than a page can show; it holds up to here, and 'dispatch audit' reads all of it`,
  };
}
