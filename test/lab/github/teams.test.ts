import { afterAll, beforeAll, expect, test } from 'vitest';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
beforeAll(async () => {
  lab = await stage();
  lab.github.createTeam('acme/core');
  lab.github.setMembership('acme/core', 'alice', 'active');
  lab.github.setMembership('acme/core', 'mallory', 'pending');
});
afterAll(() => lab.end());

const asked = async (path: string, permissions: Record<string, string> = { members: 'read' }) => {
  const token = lab.github.mintInstallationToken('acme/app', permissions);
  const { status, data } = await lab.as(token)(`GET ${path}`);
  return [status, data?.state ?? data?.slug ?? data?.message];
};
const TEAM = '/orgs/acme/teams/core';

test('a member, an invitation, nobody: as GitHub tells them', async () => {
  expect(await asked(TEAM)).toEqual([200, 'core']);
  expect(await asked(`${TEAM}/memberships/alice`)).toEqual([200, 'active']);
  expect(await asked('/orgs/ACME/teams/Core/memberships/Alice')).toEqual([200, 'active']);
  expect(await asked(`${TEAM}/memberships/mallory`)).toEqual([200, 'pending']);
  lab.github.setMembership('acme/core', 'mallory', null);
  expect((await asked(`${TEAM}/memberships/mallory`))[0]).toBe(404);
});

test('a team that is not there looks like one that somebody is not in', async () => {
  expect(await asked('/orgs/acme/teams/none')).toEqual([404, 'Not Found']);
  expect((await asked('/orgs/acme/teams/none/memberships/alice'))[0]).toBe(404);
});

test('another organisation is out of reach', async () => {
  lab.github.createUser('elsewhere', 'Organization');
  lab.github.createTeam('elsewhere/core');
  expect((await asked('/orgs/elsewhere/teams/core'))[0]).toBe(403);
  expect((await asked('/orgs/nobody/teams/core'))[0]).toBe(403);
});

test('an App that may not read members is told which permission it lacks', async () => {
  const token = lab.github.mintInstallationToken('acme/app');
  const { status, headers } = await lab.as(token)(`GET ${TEAM}/memberships/alice`);
  expect([status, headers['x-accepted-github-permissions']]).toEqual([403, 'members=read']);
});
