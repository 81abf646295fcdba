import { statusComment } from '../core/output/status-comment.ts';
import { readResult } from '../core/output/result.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { orNotice } from '../core/redact/gate.ts';
import { readArtifactFile } from '../edge/files/artifact-folder.ts';
import { requestWithToken } from '../edge/github/with-token.ts';
import { createComment } from '../edge/github/write.ts';
import { randomId } from '../edge/keys/digest.ts';
import type { Desk } from './desk.ts';
import type { PublishInputs } from './inputs.ts';
import type { Machine } from './machine.ts';

/**
 * The story of `mode: publish`: read what another job handed over as something hostile, pass it through
 * the gate again, post it. There is no agent in this job, so it may hold a token that writes.
 */
export async function publish(
  inputs: PublishInputs,
  machine: Machine,
  desk: Desk,
): Promise<{ url: string } | Refusal> {
  const text = await readArtifactFile(inputs.resultPath, 'result.json');
  if (isRefusal(text)) return text;
  const result = readResult(text);
  if (isRefusal(result)) return result;
  const job = {
    jobId: result.job_id ?? randomId(),
    agent: result.agent,
    actor: machine.actor,
    runUrl: machine.run.url,
  };
  const words = statusComment(job, { kind: 'ended', result });
  const comment = orNotice(desk.pass(words, 'comment', { except: [machine.actor] }), 'comment', job.jobId);
  const repository = { owner: machine.repository.owner, repo: machine.repository.name };
  return createComment(
    requestWithToken(machine.apiUrl, inputs.githubToken),
    repository,
    inputs.issueNumber,
    comment,
  );
}
