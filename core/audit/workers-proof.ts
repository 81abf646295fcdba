import { parentOf } from '../fleet/actor-id.ts';
import type { AuditEntry } from './entry.ts';

/** The workers of a run as far as its record has been followed. */
export type WorkersProof = { readonly hired: ReadonlySet<string>; readonly ended: ReadonlySet<string> };

/** Nobody was hired yet. */
export const noWorkers: WorkersProof = { hired: new Set(), ended: new Set() };

/** What of an entry does not fit what the record says of workers; null when all does. */
export function workerMisfit({ hired, ended }: WorkersProof, entry: AuditEntry): string | null {
  const known = (id: string) => id === 'main' || hired.has(id);
  if (entry.type === 'worker') {
    if (hired.has(entry.worker)) return `the worker ${entry.worker} was hired before`;
    if (parentOf(entry.worker) === entry.lead && known(entry.lead)) return null;
    return `the worker ${entry.worker} is not one that ${entry.lead} could hire`;
  }
  const [who] =
    entry.type === 'asked' ? entry.actor : ['worker' in entry ? (entry.worker ?? 'main') : 'main'];
  if (who === undefined || !known(who)) return `it is about a worker that nobody has hired`;
  if (entry.type !== 'worker_end' || !ended.has(entry.worker)) return null;
  return `the worker ${entry.worker} had ended before`;
}

/** The workers after an entry that fits. */
export function withWorker(proof: WorkersProof, entry: AuditEntry): WorkersProof {
  if (entry.type === 'worker') return { ...proof, hired: new Set(proof.hired).add(entry.worker) };
  if (entry.type !== 'worker_end') return proof;
  return { ...proof, ended: new Set(proof.ended).add(entry.worker) };
}
