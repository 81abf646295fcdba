import { expect, test } from 'vitest';
import { checkOutputs } from '../../app/check-outputs.ts';
import { planReader } from '../../app/plan-of-job.ts';
import type { Operator } from '../../core/profile/operator.ts';
import type { Request } from '../../edge/github/request.ts';
import { good } from '../core/output/good-result.ts';

const CONFIG =
  'version: 1\nagents: { reviewer: { description: x, system_prompt: y, outputs: [comment, labels: { allow: [bug] }] } }\n';
const job = {
  agent: 'reviewer',
  configBlob: 'b'.repeat(40),
  configCommit: 'c'.repeat(40),
  depth: 0,
  issueNumber: 1,
  headSha: 'd'.repeat(40),
};
const asked: string[] = [];
const request: Request = async (route) => {
  asked.push(route);
  const content = Buffer.from(CONFIG).toString('base64');
  return {
    status: 200,
    headers: {},
    data: { type: 'file', encoding: 'base64', content, sha: job.configBlob },
  };
};
const name = { owner: 'acme', repo: 'app' };
const unproposed = () => Promise.resolve(null);
const check = (operator: Operator, given = job) =>
  checkOutputs({ operator }, request, name, given, planReader(request, name, given, unproposed), {
    ...good,
    outputs: [{ kind: 'labels', add: ['bug'] }],
  });

test('outputs that the profile and the operator allow stand', async () => {
  expect(await check({})).toMatchObject({ outcome: 'success', outputs: [{ kind: 'labels' }] });
});

test('a profile that the operator has meanwhile become too strict for is held against the operator', async () => {
  expect(await check({ outputs: ['review'] })).toMatchObject({ code: 'beyond-operator' });
});

test('a configuration that is not the one of the job checks nothing', async () => {
  expect(await check({}, { ...job, configBlob: 'e'.repeat(40) })).toMatchObject({ code: 'output-unchecked' });
});

test('an agent that is no longer in it checks nothing either', async () => {
  expect(await check({}, { ...job, agent: 'other' })).toMatchObject({ code: 'unknown-agent' });
});

test('a result without outputs asks GitHub nothing', async () => {
  asked.length = 0;
  const planOf = planReader(request, name, job, unproposed);
  const result = await checkOutputs({ operator: {} }, request, name, job, planOf, good);
  expect(result).toBe(good);
  expect(asked).toEqual([]);
});

test('the configuration of a job is read once, however many parts of its result are checked', async () => {
  asked.length = 0;
  const planOf = planReader(request, name, job, unproposed);
  const plans = await Promise.all([planOf(), planOf(), planOf()]);
  expect(plans[0]).toMatchObject({ agent: 'reviewer' });
  expect(new Set(plans).size).toBe(1);
  expect(asked).toHaveLength(1);
});
