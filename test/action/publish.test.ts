import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Machine } from '../../action/machine.ts';
import { publish } from '../../action/publish.ts';
import { makeResult } from '../../action/result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { generateAppKeys } from '../../lab/github/keys.ts';
import { startGitHub } from '../../lab/github/server.ts';
import { makeRepository } from '../story/story.ts';
import { quietDesk } from './quiet-desk.ts';

/* What another job handed over passes the gate again, under the rules of the default branch. */

const TOKEN = 'ghp_DuMmY0a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5';
const KEY = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';
const config = (redact: string) =>
  `version: 1\nagents:\n  reviewer: { description: x, system_prompt: y }\n${redact}`;

/** Publishes a result with this text; GitHub may not let us read the configuration. */
async function published(text: string, redact = '', mayRead = true) {
  const root = mkdtempSync(join(tmpdir(), 'publish-test-'));
  const gitDir = await makeRepository(root, { '.github/dispatch.yml': config(redact) });
  const github = await startGitHub({ app: { publicKey: generateAppKeys().publicKey } });
  onTestFinished(async () => {
    await github.close();
    rmSync(root, { recursive: true });
  });
  github.createUser('ada');
  const repository = github.createRepository({ owner: 'example', name: 'project', gitDir, private: true });
  const issue = github.createIssue(repository.fullName, { title: 'x', author: 'ada' });
  const result = makeResult(
    { authority: null, agent: 'reviewer', durationMs: 1 },
    { verdict: { outcome: 'success', cause: null, text } },
  );
  writeFileSync(join(root, 'result.json'), JSON.stringify(result));
  const desk = quietDesk({ KEY });
  const posted = await publish(
    {
      mode: 'publish',
      issueNumber: issue.number,
      resultPath: root,
      agent: '',
      operator: {},
      githubToken: github.mintJobToken(repository.id, {
        issues: 'write',
        ...(mayRead ? { contents: 'read' } : {}),
      }),
    },
    {
      apiUrl: github.api,
      actor: 'ada',
      repository: { id: repository.id, owner: 'example', name: 'project' },
      run: { id: '1', attempt: 1, url: 'https://github.com/example/project/actions/runs/1' },
    } as Machine,
    desk,
  );
  expect(posted).toHaveProperty('url');
  const [comment] = github.listComments(repository.fullName, issue.number);
  return { body: comment?.body ?? '', desk };
}

const allowing = `redact: { allow: ['sha256:${sha256(TOKEN)}'] }\n`;

test('what looks like a secret is masked, and shown where the default branch allows it', async () => {
  expect((await published(`It is \`${TOKEN}\`.`)).body).toContain('`[redacted: github-token]`');
  expect((await published(`It is \`${TOKEN}\`.`, allowing)).body).toContain(`\`${TOKEN}\``);
});

test('a job that may not read the configuration masks it, and says so', async () => {
  const { body, desk } = await published(`It is \`${TOKEN}\`.`, allowing, false);
  expect(body).toContain('`[redacted: github-token]`');
  expect(desk.lines.join()).toMatch(/`redact` of the configuration could not be read/);
});

test('a hidden secret posts the notice with the job, and the desk remembers it', async () => {
  const { body, desk } = await published(`It is ${Buffer.from(`x${KEY}y`).toString('base64')}.`);
  expect(body).toMatch(/was withheld[^]*<!-- agent-dispatch job=[0-9a-f]{32} -->\s*$/);
  expect(desk.withheld).toEqual([{ sink: 'comment', field: null, kinds: ['KEY'] }]);
  expect((await published('All is well.')).desk.withheld).toEqual([]);
});
