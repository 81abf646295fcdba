import { statusComment } from '../core/output/status-comment.ts';
import { readResult } from '../core/output/result.ts';
import { isRefusal, type Refusal } from '../core/refusal.ts';
import { gate, orNotice } from '../core/redact/gate.ts';
import { isUntouched, plainRules, type RedactRules } from '../core/redact/rules.ts';
import { inflate } from '../edge/codec/inflate.ts';
import { readArtifactFile } from '../edge/files/artifact-folder.ts';
import { readRedactRules } from '../edge/github/redact-rules.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { requestWithToken } from '../edge/github/with-token.ts';
import { createComment } from '../edge/github/write.ts';
import { randomId } from '../edge/keys/digest.ts';
import { defaultBranchHead } from './configure.ts';
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
    mac: null,
  };
  const words = statusComment(job, { kind: 'ended', result });
  const request = requestWithToken(machine.apiUrl, inputs.githubToken);
  const repository = { owner: machine.repository.owner, repo: machine.repository.name };
  if (!isUntouched(gate(words, 'comment', desk.known, { inflate })))
    desk.obey(await rulesOf(request, repository, desk));
  const comment = orNotice(desk.pass(words, 'comment', { except: [machine.actor] }), 'comment', {
    kind: 'job',
    id: job.jobId,
    mac: null,
  });
  return createComment(request, repository, inputs.issueNumber, comment);
}

/** Asked for only where something would be masked: the job needs `contents: read` for it in a private repository. */
async function rulesOf(request: Request, name: RepositoryName, desk: Desk): Promise<RedactRules> {
  try {
    const commit = await defaultBranchHead(request, name);
    return isRefusal(commit) ? plainRules : await readRedactRules(request, name, commit);
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown';
    desk.say(`\`redact\` of the configuration could not be read, so nothing is allowed by it: ${why}`);
    return plainRules;
  }
}
