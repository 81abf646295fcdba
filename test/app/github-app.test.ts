import { afterEach, expect, test } from 'vitest';
import { ProbotOctokit } from 'probot';
import { openProbot } from '../../app/github-app.ts';
import { makeWorld, type World } from './world.ts';

/* Octokit's own pauses and repeats are off: pacing is ours alone, for all calls of an installation together. */

let world: World;
afterEach(() => world.end());

const COMMENT = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';

/** How often GitHub is asked for one comment when the first try is beyond its limit, over in a second. */
async function triesOf(client: Awaited<ReturnType<ReturnType<typeof openProbot>['auth']>>) {
  world.github.faults.add({
    method: 'POST',
    path: /\/comments$/,
    respond: {
      status: 403,
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.floor(Date.now() / 1000)) },
    },
    times: 1,
  });
  const comment = { owner: 'acme', repo: 'app', issue_number: world.issue.number, body: 'Hello.' };
  await client.request(COMMENT, comment).catch(() => undefined);
  const { requests } = world.github;
  return requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/comments')).length;
}

const installation = () => world.github.installationId('acme/app');

test('a call that GitHub refuses for a limit is not repeated behind our back', async () => {
  world = await makeWorld();
  expect(await triesOf(await openProbot(world.settings()).auth(installation()))).toBe(1);
});

test("with Octokit's own ways it would be", async () => {
  world = await makeWorld();
  const { appId, privateKey, apiUrl } = world.settings();
  const auth = { appId, privateKey, installationId: installation() };
  expect(await triesOf(new ProbotOctokit({ auth, baseUrl: apiUrl }))).toBeGreaterThan(1);
});
