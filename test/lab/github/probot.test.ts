import { createProbot, Probot } from 'probot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keys, listener, stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
beforeEach(async () => {
  lab = await stage();
});
afterEach(() => lab.endClean());

test('a real Probot app hears a comment and answers it through its own client', async () => {
  const { privateKey } = keys;
  const probot = new Probot({
    appId: 1,
    privateKey,
    secret: 'dummy',
    baseUrl: lab.github.api,
    logLevel: 'fatal',
  });
  const ear = await listener();
  lab.github.setWebhook({ url: ear.url, secret: 'dummy' });
  await probot.load((app) => {
    app.on('issue_comment.created', async (context) => {
      if (context.isBot) return;
      await context.octokit.rest.reactions.createForIssueComment({
        owner: 'acme',
        repo: 'app',
        comment_id: context.payload.comment.id,
        content: 'eyes',
      });
      await context.octokit.rest.issues.createComment(context.issue({ body: 'heard you' }));
    });
  });
  lab.github.comment('acme/app', 1, 'alice', 'hello');
  await lab.github.idle();
  const [heard] = ear.heard;
  await probot.webhooks.verifyAndReceive({
    id: String(heard?.headers['x-github-delivery']),
    name: 'issue_comment',
    signature: String(heard?.headers['x-hub-signature-256']),
    payload: heard?.text ?? '',
  });
  await lab.github.idle();
  await ear.end();
  const [asked, answered] = lab.github.listComments('acme/app', 1);
  expect(asked?.reactions.map(({ content }) => content)).toEqual(['eyes']);
  expect(answered).toMatchObject({ body: 'heard you', author: { login: 'agent-dispatch[bot]' } });
});

test('app.auth makes a client for one installation', async () => {
  const probot = createProbot({
    overrides: { appId: 1, privateKey: keys.privateKey, secret: 'dummy', baseUrl: lab.github.api },
    defaults: { logLevel: 'fatal' },
  });
  const octokit = await probot.auth(lab.github.installationId('acme/app'));
  const { data } = await octokit.rest.repos.getContent({ owner: 'acme', repo: 'app', path: 'README.md' });
  expect(data).toMatchObject({ path: 'README.md', type: 'file' });
  const ref = await octokit.rest.git.getRef({ owner: 'acme', repo: 'app', ref: 'heads/main' });
  expect(ref.data.object.sha).toBe(lab.main);
  const comments = await octokit.paginate(octokit.rest.issues.listComments, {
    owner: 'acme',
    repo: 'app',
    issue_number: 1,
  });
  expect(comments).toEqual([]);
});
