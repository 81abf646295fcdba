import { randomId, sha256 } from '../edge/keys/digest.ts';
import type { Job, NewJob } from '../edge/store/job.ts';

/** What a job that a run asked for has of its own. `id`: the number that stands where a command has its comment's. */
type Child = {
  id: number;
  agent: string;
  task: string;
  budgetUsd: number;
  deepest: number;
  parentUrl: string | null;
};

/**
 * The job that a run asked for: by the authority of the person who asked for the run, at the same commit and under the
 * same configuration, with the run's result, and so its taint.
 */
export function childOf(parent: Job, { id, agent, task, budgetUsd, deepest, parentUrl }: Child): NewJob {
  const { repositoryId, repository, installationId, issueNumber, actor, actorId } = parent;
  const { headSha, configBlob, configCommit, bodySha256, bodyUpdatedAt } = parent;
  const place = { repositoryId, repository, installationId, issueNumber, actor, actorId };
  const frozen = { headSha, configBlob, configCommit, bodySha256, bodyUpdatedAt };
  return {
    ...place,
    ...frozen,
    agent,
    task,
    deepest,
    parentUrl,
    jobId: randomId(),
    commandCommentId: id,
    commandIndex: 0,
    taskSha256: sha256(task),
    limits: JSON.stringify({ budgetUsd }),
    // An agent of its own, with a comment of its own, whatever started the first one.
    startedBy: 'comment',
    retryOf: null,
    fromJob: parent.jobId,
    fromKind: 'result',
    cacheKey: null,
    parentJob: parent.jobId,
    depth: parent.depth + 1,
  };
}
