import type { Ticket } from '../../core/ticket/ticket.ts';
import { sha256 } from '../../edge/keys/digest.ts';

/** What a ticket says of a job of this agent with this task, in the third thread of octo/hello. */
export function ticketOf(agent: string, task: string, differing: Partial<Ticket> = {}): Ticket {
  return {
    iss: 'x',
    jti: '1'.repeat(32),
    iat: 0,
    exp: 1,
    repository_id: 42,
    repository: 'octo/hello',
    job_id: '2'.repeat(32),
    actor: 'wanda',
    agent,
    config_blob: 'c'.repeat(40),
    config_commit: 'd'.repeat(40),
    head_sha: 'e'.repeat(40),
    fork_head: false,
    private: false,
    task,
    task_sha256: sha256(task),
    issue_number: 3,
    depth: 0,
    ...differing,
  };
}
