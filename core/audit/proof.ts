import { assertNever } from '../fault.ts';
import type { AuditEntry } from './entry.ts';
import { FIRST_HEAD, OTHER_END, type Sha256 } from './chain.ts';
import { readRecord, type ChainBroken } from './record.ts';

/** How far a log has been followed: what was counted, and what must come next. */
export type Proof = {
  readonly records: number;
  readonly head: string;
  /** Calls with a verdict; their numbers run from 1 without a gap. */
  readonly asked: number;
  readonly refused: number;
  readonly ended: number;
  readonly costUsd: number | null;
  readonly hasEnd: boolean;
};

/** What is wrong with a log, and where. `incomplete`: it chains, but its last record is missing. */
export type Objected = ChainBroken & { readonly incomplete?: true };

/** Nothing has been read yet. */
export const noProof: Proof = {
  records: 0,
  head: FIRST_HEAD,
  asked: 0,
  refused: 0,
  ended: 0,
  costUsd: null,
  hasEnd: false,
};

/**
 * Follows a log by one line: it must be a record, name the one before it, and fit what came before. Keeps
 * nothing of the line, so that a log of any length can be followed.
 */
export function follow(
  proof: Proof,
  line: string,
  sha256: Sha256,
): { proof: Proof; entry: AuditEntry } | Objected {
  const broken = (because: string) => ({ broken: proof.records + 1, because });
  const entry = readRecord(line, proof.head);
  if (typeof entry === 'string') return broken(entry);
  const because = misfit(proof, entry);
  if (because !== null) return broken(because);
  return { entry, proof: { ...counted(proof, entry), records: proof.records + 1, head: sha256(line) } };
}

/** What is wrong with a log that was followed to its last line, or null. */
export function objectionToEnd(proof: Proof, publishedHead?: string): Objected | null {
  const after = proof.records + 1;
  if (publishedHead !== undefined && publishedHead !== proof.head)
    return { broken: after, because: OTHER_END };
  if (proof.hasEnd) return null;
  return {
    broken: after,
    because: 'the record is incomplete: it stops before the `end` of its run',
    incomplete: true,
  };
}

function misfit(proof: Proof, entry: AuditEntry): string | null {
  // What a run says at its end passes the gate after it.
  if (proof.hasEnd && entry.type !== 'withheld') return 'a record follows the `end` of the run';
  if ((proof.records === 0) !== (entry.type === 'start'))
    return proof.records === 0 ? 'the first record is not a `start`' : 'a second `start` in one log';
  if (entry.type === 'asked' && entry.seq !== proof.asked + 1)
    return `the call has the number ${entry.seq} where ${proof.asked + 1} comes next`;
  if (entry.type === 'ended' && (entry.seq < 1 || entry.seq > proof.asked))
    return `the call ${entry.seq} ended, but nobody asked for it before`;
  if (entry.type === 'output' && (entry.seq < 1 || entry.seq > proof.asked))
    return `the call ${entry.seq} handed something in, but nobody asked for it before`;
  if (entry.type === 'fleet' && (entry.seq < 1 || entry.seq > proof.asked))
    return `the call ${entry.seq} was about other agents, but nobody asked for it before`;
  return null;
}

function counted(proof: Proof, entry: AuditEntry): Proof {
  switch (entry.type) {
    case 'asked':
      return {
        ...proof,
        asked: proof.asked + 1,
        refused: proof.refused + (entry.verdict === 'deny' ? 1 : 0),
      };
    case 'ended':
      return { ...proof, ended: proof.ended + 1 };
    case 'end':
      return { ...proof, hasEnd: true, costUsd: entry.cost_usd };
    case 'start':
    case 'canary':
    case 'output':
    case 'api':
    case 'egress':
    case 'unpinned':
    case 'withheld':
    case 'worker':
    case 'worker_end':
    case 'fleet':
      return proof;
    default:
      return assertNever(entry);
  }
}
