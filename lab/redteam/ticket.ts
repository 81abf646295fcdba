import { parse } from '../../core/command/parse.ts';
import { madeTicket, type MadeTicket } from '../made-ticket.ts';
import type { MadeRepository } from './repository.ts';
import type { Scenario } from './scenario.ts';
import { WRITER } from './world.ts';

/** What became of a comment: a ticket and the key it is checked with, or the code of its refusal. */
export type Ticketed = MadeTicket | { misspelt: string };

/** Reads a comment as the app does and makes the ticket that the app would send. */
export async function ticketFor(
  comment: string,
  repository: MadeRepository & { id: number; fullName: string },
  facts: Pick<Scenario, 'pull_request' | 'private' | 'ticket'>,
): Promise<Ticketed> {
  const parsed = parse(comment);
  if (parsed === null) return { misspelt: 'no-command' };
  if (parsed.kind === 'misspelt') return { misspelt: parsed.refusal.code };
  if (parsed.kind !== 'run') return { misspelt: parsed.kind };
  return madeTicket({
    repository_id: repository.id,
    repository: repository.fullName,
    actor: WRITER,
    agent: parsed.agent,
    config_blob: repository.configBlob,
    config_commit: facts.ticket?.config_commit === 'head' ? repository.head : repository.configCommit,
    head_sha: repository.head,
    fork_head: facts.pull_request === 'fork',
    private: facts.private,
    task: parsed.task,
  });
}
