import nock from 'nock';
import { expect, test } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import { readMemberships } from '../../../edge/github/read-team.ts';
import { API, nocked, request } from './nocked.ts';

nocked();

const get = (path: string, status: number, body: object = {}, headers: Record<string, string> = {}) =>
  nock(API).get(`/orgs/octo/teams/${path}`).reply(status, body, headers);
const membership = (status: number, body?: object, headers?: Record<string, string>) =>
  get('core/memberships/mona', status, body, headers);
const read = (teams = ['octo/core']) => readMemberships(request, 'octo', 'mona', teams);
const only = async () => Object.fromEntries(await read());

test.each([
  [{ state: 'active', role: 'member' }, 'active'],
  [{ state: 'active', role: 'maintainer' }, 'active'],
  [{ state: 'pending', role: 'member' }, 'none'],
  [{}, 'none'],
])('%j', async (body, said) => {
  membership(200, body);
  expect(await only()).toEqual({ 'octo/core': said });
});

test.each([
  [200, 'none'],
  [404, 'hidden'],
  [403, 'hidden'],
])('somebody whose membership is not found, and the team answers %i', async (status, said) => {
  membership(404);
  get('core', status, { id: 1 });
  expect(await only()).toEqual({ 'octo/core': said });
});

test('a permission that is lacking hides it; a limit and a failure are accidents', async () => {
  membership(403, { message: 'Resource not accessible by integration' });
  expect(await only()).toEqual({ 'octo/core': 'hidden' });
  membership(403, { message: 'secondary rate limit' }, { 'retry-after': '60' });
  await expect(read()).rejects.toMatchObject({ code: 'github-limited' });
  membership(502);
  await expect(read()).rejects.toThrow(Fault);
});

test('asks until there is a team that they are in, and never another organisation', async () => {
  membership(200, { state: 'active' });
  const found = await read(['elsewhere/core', 'octo/core', 'octo/docs']);
  expect([...found]).toEqual([['octo/core', 'active']]);
  expect(nock.isDone()).toBe(true);
});
