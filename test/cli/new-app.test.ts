import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub, type LabGitHub } from '../../lab/github/server.ts';
import { readSettings } from '../../app/env.ts';

let folder: string;
let github: LabGitHub;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dispatch-new-app-'));
  github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey } });
});
afterEach(async () => {
  await github.close();
  await rm(folder, { recursive: true });
  if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations, null, 2));
});

/** Starts the command and resolves to the address of its page. */
async function start(...more: string[]) {
  const keys = join(folder, 'keys');
  const args = ['--url', 'https://bots.example', '--github', github.url, '--folder', keys, ...more];
  const child = spawn(process.execPath, ['cli/main.ts', 'new-app', ...args], { stdio: 'pipe' });
  const output: string[] = [];
  child.stderr.on('data', (chunk) => output.push(String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number);
  const page = await new Promise<string>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      output.push(line);
      const url = /http:\/\/127\.0\.0\.1:\d+\/\S+/.exec(line)?.[0];
      if (url !== undefined && line.startsWith('  ')) resolve(url);
    });
    void ended.then((code) => reject(new Error(`ended with ${code}: ${output.join('\n')}`)));
  });
  return { page, keys, ended, output, stop: () => child.kill() };
}

/** What the browser of the person does: opens the page and sends its form. */
async function confirmed(page: string): Promise<string> {
  const html = await (await fetch(page)).text();
  const field = (pattern: RegExp) =>
    (pattern.exec(html)?.[1] ?? '')
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&amp;', '&');
  const answer = await fetch(field(/action="([^"]*)"/), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ manifest: field(/name="manifest" value="([^"]*)"/) }),
  });
  expect(answer.status).toBe(302);
  return answer.headers.get('location') ?? '';
}

describe('an App is made', () => {
  test('its keys are here, for the owner only, and the app starts with them', async () => {
    const { page, keys, ended, output } = await start('--name', 'our <"bot">', '--org', 'acme');
    const back = await confirmed(page);
    expect((await fetch(back)).status).toBe(200);
    expect(await ended).toBe(0);
    for (const name of ['app-key.pem', 'ticket-key.pem', 'app.env'])
      expect((await stat(join(keys, name))).mode & 0o777).toBe(0o600);
    expect((await stat(keys)).mode & 0o777).toBe(0o700);
    const lines = (await readFile(join(keys, 'app.env'), 'utf8')).trim().split('\n');
    const settings = readSettings(Object.fromEntries(lines.map((line) => line.split(/=(.*)/s).slice(0, 2))));
    expect(settings).toMatchObject({ apiUrl: github.api, appId: expect.stringMatching(/^\d+$/) });
    const told = output.join('\n');
    expect(told).toContain('/installations/new');
    for (const line of lines.filter((each) => each.includes('SECRET')))
      expect(told).not.toContain(line.split('=')[1]);
  });

  test('not over keys that are there', async () => {
    const first = await start();
    await fetch(await confirmed(first.page));
    expect(await first.ended).toBe(0);
    const kept = await readFile(join(first.keys, 'app-key.pem'), 'utf8');
    await expect(start()).rejects.toThrow(/ended with 1[^]*is there already/);
    expect(await readFile(join(first.keys, 'app-key.pem'), 'utf8')).toBe(kept);
  });
});

describe('nobody else makes one', () => {
  test('a code without the state that went out, another host and other paths are not answered', async () => {
    const { page, ended, stop } = await start();
    const { origin } = new URL(page);
    const statuses = async (...urls: string[]) =>
      Promise.all(urls.map(async (url) => (await fetch(url)).status));
    const wrong = `${origin}/made?code=abc&state=${'0'.repeat(32)}`;
    expect(await statuses(`${origin}/`, wrong, `${origin}/made?code=abc`)).toEqual([404, 404, 404]);
    const rebound = await new Promise<number>((resolve, reject) => {
      const options = { headers: { host: 'evil.example' } };
      request(page, options, (answer) => resolve(answer.statusCode ?? 0))
        .on('error', reject)
        .end();
    });
    expect(rebound).toBe(404);
    expect(github.requests.filter(({ path }) => path.includes('conversions'))).toEqual([]);
    stop();
    await ended;
  });

  test('a code that GitHub does not know is told, and nothing is kept', async () => {
    const { page, keys, ended, output } = await start();
    const back = new URL(await confirmed(page));
    back.searchParams.set('code', 'never-given');
    await fetch(back);
    expect(await ended).toBe(1);
    expect(output.join('\n')).toContain('github-refused');
    await expect(stat(join(keys, 'app-key.pem'))).rejects.toThrow(/ENOENT/);
  });
});

test('the page runs nothing and sends its form to GitHub only', async () => {
  const { page, ended, stop } = await start();
  const answer = await fetch(page);
  const policy = answer.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`form-action ${github.url}`);
  expect(await answer.text()).not.toMatch(/<script/i);
  stop();
  await ended;
});

test.each([
  ['no --url', [], /--url is missing/],
  ['a plain address', ['--url', 'http://bots.example'], /no https/],
  ['a path', ['--url', 'https://bots.example/x'], /without a path/],
  ['no such organisation', ['--url', 'https://b.example', '--org', 'a/b'], /no organisation/],
  ['no minutes', ['--url', 'https://b.example', '--minutes', '0'], /1 to 60/],
])('%s is not understood', async (_, args, why) => {
  const child = spawn(process.execPath, ['cli/main.ts', 'new-app', ...args], { stdio: 'pipe' });
  let complaint = '';
  child.stderr.on('data', (chunk) => (complaint += String(chunk)));
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(2);
  expect(complaint).toMatch(why);
});

// Whether that is enough shows in the stories: the stand-in of GitHub grants no more than app.yml asks for.
test('app.yml asks for no more than this', async () => {
  expect(parse(await readFile('app.yml', 'utf8'))).toMatchObject({
    public: false,
    default_permissions: {
      actions: 'write',
      checks: 'write',
      contents: 'read',
      issues: 'write',
      metadata: 'read',
      pull_requests: 'write',
    },
    default_events: ['issue_comment', 'pull_request', 'workflow_run', 'check_run'],
  });
});
