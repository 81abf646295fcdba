import type { AuditEntry } from '../../../core/audit/entry.ts';
import { sha256 } from '../../../edge/keys/digest.ts';

export const at = '2026-01-02T03:04:05.678Z';
export const digest = sha256('x');

/** The first record of a run. */
export const startEntry: AuditEntry = {
  type: 'start',
  at,
  job_id: null,
  agent: 'reviewer',
  actor: 'alice',
  model: 'm',
  plan_sha256: digest,
  task_sha256: digest,
  cli_version: null,
  cage: null,
};
