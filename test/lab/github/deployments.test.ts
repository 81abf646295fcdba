import { afterEach, beforeEach, expect, test } from 'vitest';
import { keys, listener, stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let ear: Awaited<ReturnType<typeof listener>>;
let app: ReturnType<typeof lab.as>;
beforeEach(async () => {
  const grants = { actions: 'write', contents: 'read', deployments: 'write' };
  lab = await stage({
    app: { publicKey: keys.publicKey, permissions: grants, events: ['deployment_protection_rule'] },
  });
  ear = await listener();
  lab.github.setWebhook({ url: ear.url, secret: 'dummy-webhook-secret' });
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterEach(async () => {
  await ear.end();
  await lab.endClean();
});

const REVIEW = 'POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule';
const here = { owner: 'acme', repo: 'app' };

/** A run that waits at an environment. */
async function waiting() {
  const dispatch = { workflow_id: 'dispatch.yml', ref: 'main', inputs: { ticket: 't' } };
  const route = 'POST /repos/{owner}/{repo}/actions/workflows/{workflow_id}/dispatches';
  const { data } = await app(route, { ...here, ...dispatch, return_run_details: true });
  const runId = data.workflow_run_id as number;
  return { runId, asked: lab.github.reachEnvironment('acme/app', runId, 'production') };
}

test('the App hears of a run at an environment, may say something, and answers once', async () => {
  const { runId, asked } = await waiting();
  await lab.github.idle();
  const [heard] = ear.heard;
  expect(heard?.payload).toMatchObject({ action: 'requested', environment: 'production' });
  expect(heard?.payload.deployment_callback_url).toMatch(
    new RegExp(`/repos/acme/app/actions/runs/${runId}/deployment_protection_rule$`),
  );
  const review = { ...here, run_id: runId, environment_name: 'production' };
  expect((await app(REVIEW, { ...review, comment: 'Soon.' })).status).toBe(204);
  expect(asked).toMatchObject({ state: 'pending', comments: ['Soon.'] });
  expect((await app(REVIEW, { ...review, state: 'approved' })).status).toBe(204);
  await asked.answered;
  expect(asked.state).toBe('approved');
  expect((await app(REVIEW, { ...review, state: 'rejected' })).status).toBe(422);
  expect(asked.state).toBe('approved');
});

test('an answer takes the permission, the right environment and a run of this repository', async () => {
  const { runId, asked } = await waiting();
  const review = { ...here, run_id: runId, environment_name: 'production', state: 'approved' };
  const reader = lab.as(lab.github.mintInstallationToken('acme/app', { deployments: 'read' }));
  expect((await reader(REVIEW, review)).status).toBe(403);
  expect((await app(REVIEW, { ...review, environment_name: 'staging' })).status).toBe(422);
  expect((await app(REVIEW, { ...review, run_id: runId + 1000 })).status).toBe(404);
  expect(asked.state).toBe('pending');
});
