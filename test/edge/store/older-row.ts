import { FIRST } from '../../../edge/store/job.ts';
import { newJob } from './conformance/bench.ts';

/** A job as a store of version 2 kept it: the columns that came later are not there. */
export function olderRow(jobId: string, commandCommentId: number, state: string) {
  const {
    task: _task,
    retryOf: _retryOf,
    fromJob: _fromJob,
    fromKind: _fromKind,
    startedBy: _by,
    ...rest
  } = newJob();
  const { limits: _limits, actorId: _actorId, cacheKey: _cacheKey, ...further } = rest;
  const { parentJob: _parent, parentUrl: _url, depth: _depth, deepest: _deepest, ...job } = further;
  const row = { ...job, jobId, commandCommentId, state, createdAt: 1, updatedAt: 2 };
  const columns = Object.keys(row).map((name) =>
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  );
  return { columns: columns.join(), values: Object.values(row) };
}

/** What the one in the state `accepted` is when it was brought up to date. */
export const BROUGHT_UP = {
  agent: 'reviewer',
  task: null,
  retryOf: null,
  startedBy: 'comment',
  fromJob: null,
  fromKind: null,
  sessionSha256: null,
  resultSha256: null,
  cacheKey: null,
  cachedFrom: null,
  ...FIRST,
  state: 'authorised',
  attempt: 1,
};
