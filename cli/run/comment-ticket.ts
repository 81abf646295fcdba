import { configPath } from '../../core/config/path.ts';
import { git } from '../../edge/runner/git.ts';
import { madeTicket, type MadeTicket } from '../../lab/made-ticket.ts';
import type { Snapshot } from './snapshot.ts';

type Comment = { agent: string; task: string; actor: string; isPrivate: boolean };

/** Makes the ticket that a comment of `actor` would get this copy of a working tree. */
export async function commentTicket(
  { gitDir, commit }: Snapshot,
  { agent, task, actor, isPrivate }: Comment,
  repository: { id: number; fullName: string },
): Promise<MadeTicket> {
  return madeTicket({
    repository_id: repository.id,
    repository: repository.fullName,
    actor,
    agent,
    config_blob: await git(['rev-parse', `${commit}:${configPath}`], gitDir),
    config_commit: commit,
    head_sha: commit,
    fork_head: false,
    private: isPrivate,
    task,
  });
}
