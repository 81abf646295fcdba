import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { parse } from '../../core/command/parse.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { publicKeyText, signTicket } from '../../edge/keys/ticket-keys.ts';
import type { MadeRepository } from './repository.ts';
import type { Scenario } from './scenario.ts';
import { WRITER } from './world.ts';

/** What became of a comment: a ticket and the key it is checked with, or the code of its refusal. */
export type Ticketed = { ticket: string; key: string } | { misspelt: string };

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
  const key = String(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: 'agent-dispatch/1',
    jti: randomBytes(16).toString('hex'),
    iat: now,
    exp: now + 3600,
    repository_id: repository.id,
    repository: repository.fullName,
    job_id: randomBytes(16).toString('hex'),
    actor: WRITER,
    agent: parsed.agent,
    config_blob: repository.configBlob,
    config_commit: facts.ticket?.config_commit === 'head' ? repository.head : repository.configCommit,
    head_sha: repository.head,
    fork_head: facts.pull_request === 'fork',
    private: facts.private,
    task: parsed.task,
    task_sha256: sha256(parsed.task),
    issue_number: 1,
    depth: 0,
  };
  return { ticket: await signTicket(claims, key), key: publicKeyText(key) };
}
