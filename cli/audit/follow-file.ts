import { follow, noProof, objectionToEnd, type Objected, type Proof } from '../../core/audit/proof.ts';
import type { AuditEntry } from '../../core/audit/entry.ts';
import { LONGEST_LINE } from '../../core/audit/record.ts';
import { readLines } from '../../edge/files/read-lines.ts';
import { sha256 } from '../../edge/keys/digest.ts';

/** What following a whole file came to. */
export type Followed = { proof: Proof; objected: Objected | null };

/** Follows a record file to its first mistake or its end, and tells of each record that holds on the way. */
export async function followFile(
  file: string,
  publishedHead?: string,
  each: (entry: AuditEntry) => Promise<void> | void = () => {},
): Promise<Followed> {
  let proof = noProof;
  for await (const line of readLines(file, LONGEST_LINE)) {
    const next = follow(proof, line, sha256);
    if ('broken' in next) return { proof, objected: next };
    proof = next.proof;
    await each(next.entry);
  }
  return { proof, objected: objectionToEnd(proof, publishedHead) };
}
