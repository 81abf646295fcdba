import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Machine } from '../../action/machine.ts';
import { publish } from '../../action/publish.ts';
import type { AcceptedOutput } from '../../core/output/kinds/table.ts';
import type { Result } from '../../core/output/result.ts';
import { generateAppKeys } from '../../lab/github/keys.ts';
import type { Permissions } from '../../lab/runner/job-order.ts';
import { startGitHub } from '../../lab/github/server.ts';
import { commitInto } from '../bare-repository.ts';
import { good } from '../core/output/good-result.ts';
import { makeRepository } from '../story/story.ts';
import { quietDesk } from './quiet-desk.ts';

export const KEY = 'Zq7Rk2Lm9Tx4Wv8Yb3Nc6Hd1Fs5';
const CONFIG = `version: 1
agents:
  reviewer:
    description: Reviews
    system_prompt: You review.
    tools: [Read, Edit]
    outputs: [comment, review: { comments: 2 }, check: { annotations: 60 }, labels: { allow: [bug] }, patch, artifact]
  quiet: { description: x, system_prompt: y, tools: [Read] }
`;
const ALL: Permissions = { issues: 'write', 'pull-requests': 'write', checks: 'write', contents: 'read' };

export const review = (line: number): AcceptedOutput => ({
  kind: 'review',
  event: 'COMMENT',
  summary: 'Looked.',
  comments: [{ path: 'a.js', line, body: 'Here, @everyone.' }],
});
export const check = (annotations: number): AcceptedOutput => ({
  kind: 'check',
  conclusion: 'neutral',
  title: 'Seen',
  summary: 'Fine.',
  annotations: Array.from({ length: annotations }, (_, at) => ({
    path: 'a.js',
    start_line: at + 1,
    end_line: at + 1,
    level: 'notice' as const,
    message: `n${at}`,
  })),
});
export const labels: AcceptedOutput = { kind: 'labels', add: ['bug'] };

type Given = {
  permissions?: Permissions;
  agent?: string;
  more?: Partial<Result>;
  files?: Record<string, string>;
};

/** What becomes of a result in a job that posts: a pull request of one changed file, and a token with some permissions. */
export async function published(
  outputs: AcceptedOutput[],
  { permissions = ALL, agent = 'reviewer', more = {}, files = {} }: Given = {},
) {
  const root = mkdtempSync(join(tmpdir(), 'publish-outputs-'));
  const gitDir = await makeRepository(root, { '.github/dispatch.yml': CONFIG, 'a.js': 'one\n' });
  const headSha = await commitInto(gitDir, { change: { 'a.js': 'one\ntwo\n' }, from: 'main', onto: 'made' });
  const github = await startGitHub({ app: { publicKey: generateAppKeys().publicKey } });
  onTestFinished(async () => {
    await github.close();
    rmSync(root, { recursive: true });
  });
  github.createUser('ada');
  const repository = github.createRepository({ owner: 'example', name: 'project', gitDir, private: true });
  const { number } = await github.createPullRequest(repository.fullName, {
    title: 'x',
    author: 'ada',
    headSha,
  });
  const result = { ...good, agent: 'reviewer', job_id: null, outputs, ...more };
  const folder = join(root, 'artifact');
  mkdirSync(join(folder, 'files'), { recursive: true });
  writeFileSync(join(folder, 'result.json'), JSON.stringify(result));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'files', name), text);
  const desk = quietDesk({ KEY });
  const githubToken = github.mintJobToken(repository.id, permissions);
  const posted = await publish(
    { mode: 'publish', issueNumber: number, resultPath: folder, agent, operator: {}, githubToken },
    {
      apiUrl: github.api,
      actor: 'ada',
      eventPath: null,
      repository: { id: repository.id, owner: 'example', name: 'project' },
      run: { id: '1', attempt: 1, url: 'https://github.com/example/project/actions/runs/1' },
    } as Machine,
    desk,
  );
  const writes = github.requests.filter(({ method }) => method !== 'GET');
  return {
    posted,
    desk,
    github,
    body: github.listComments(repository.fullName, number).at(-1)?.body ?? '',
    sent: (end: string) => writes.filter(({ path, status }) => path.endsWith(end) && status < 300),
    issue: repository.issues.get(number),
  };
}
