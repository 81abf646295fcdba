import { expect, test } from 'vitest';
import { findCheckRun } from '../../../edge/github/find-check-run.ts';
import type { Request } from '../../../edge/github/request.ts';

const search = { headSha: 'e'.repeat(40), checkName: 'agent-dispatch / reviewer', appId: 1, externalId: 'a' };
const find = (checks: object[]) => {
  const request: Request = () => Promise.resolve({ status: 200, headers: {}, data: { check_runs: checks } });
  return findCheckRun(request, { owner: 'octo', repo: 'hello' }, search);
};

test("our check is found by the job's id", async () => {
  const others = { id: 6, external_id: 'b', app: { id: 1 } };
  expect(await find([others, { id: 7, external_id: 'a', app: { id: 1 } }])).toBe(7);
});

test.each([
  ["another App's with the same id", { id: 7, external_id: 'a', app: { id: 2 } }],
  ['one of no App', { id: 7, external_id: 'a', app: null }],
  ["another job's", { id: 7, external_id: 'ab', app: { id: 1 } }],
])('%s is not ours', async (_, check) => {
  expect(await find([check])).toBeNull();
});
