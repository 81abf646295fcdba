import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { grantsFinding } from '../../cli/doctor/app.ts';
import { failedBy, refused, type Finding } from '../../cli/doctor/finding.ts';
import { scopesOf } from '../../cli/doctor/on-github.ts';
import { appManifest } from '../../cli/new-app/manifest.ts';
import { Fault } from '../../core/fault.ts';
import { refuse } from '../../core/refusal.ts';
import { sharedAppKeys } from '../../lab/github/keys.ts';
import { startGitHub, type LabGitHub } from '../../lab/github/server.ts';
import { ROOT, run } from './run-dispatch.ts';

let folder = '';
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'doctor-'));
  git('init', '--quiet', '--initial-branch=main');
  await dispatch(['init', '--yes']);
  git('add', '--all');
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...words: string[]) => execFileSync('git', words, { cwd: folder, encoding: 'utf8' });
const commit = () =>
  git('-c', 'user.name=Ada', '-c', 'user.email=a@example.com', 'commit', '--quiet', '--message=x');
const change = (path: string, from: string, to: string) =>
  writeFileSync(join(folder, path), readFileSync(join(folder, path), 'utf8').replace(from, to));

const dispatch = (words: string[], env: NodeJS.ProcessEnv = {}) =>
  run(join(ROOT, 'cli/dispatch'), words, {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...env },
  });

type Told = { ok: boolean; findings: Finding[] };

/** What the doctor found, by area. */
async function found(env: NodeJS.ProcessEnv = {}) {
  const { code, out } = await dispatch(['doctor', '--json'], env);
  const told = JSON.parse(out) as Told;
  expect(told.ok).toBe(code === 0);
  return { code, of: Object.groupBy(told.findings, ({ area }) => area) };
}

test('a machine and a repository that are well', async () => {
  const { code, out, err } = await dispatch(['doctor'], { ANTHROPIC_API_KEY: 'dummy' });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const area of [
    'runner',
    'node',
    'git',
    'bundle',
    'cage',
    'proof',
    'claude',
    'key',
    'config',
    'workflow',
    'firewall',
  ])
    expect(out).toMatch(new RegExp(`^(OK {2}|WARN) {2}${area} `, 'm'));
  expect(out).toContain('attacks on the cage were made from inside, and all were held');
  expect(out).toContain('3 agents, 0 errors, 0 warnings');
  expect(out).toMatch(/\n\d+ checks, 0 failed, \d+ warnings?\n$/);
  expect(out).not.toContain('dummy');
  expect(out).not.toContain('\u001B');
});

test('what is wrong with a configuration fails, with the words of the check', async () => {
  change('.github/dispatch.yml', 'budget_usd: 1', 'budget_usd: none');
  const { code, of } = await found();
  expect(code).toBe(1);
  expect(of['config']).toMatchObject([
    {
      level: 'fail',
      told: expect.stringContaining('dispatch.yml:10:15: error (config-broken): `budget_usd`'),
    },
  ]);
  expect((await dispatch(['doctor'])).out).toMatch(
    /^FAIL {2}config .*\n {18}'dispatch check' tells all of it\.$/m,
  );
  rmSync(join(folder, '.github/dispatch.yml'));
  expect((await found()).of['config']).toMatchObject([
    { level: 'fail', mend: "'dispatch init' writes a first one." },
  ]);
});

test('a workflow that has drifted, and a firewall that does not fit, are told with the command that shows it', async () => {
  change('.github/workflows/dispatch.yml', 'permissions: {}', 'permissions: write-all');
  change(
    '.github/dispatch.yml',
    '    tools: [Read, Grep, Glob]\n',
    '    tools: [Read, WebFetch]\n    egress: [x.example.com]\n',
  );
  expect((await found()).of).toMatchObject({
    workflow: [{ level: 'warn', mend: expect.stringContaining('init --dry-run') }],
    firewall: [{ level: 'warn', mend: expect.stringContaining('egress-firewall') }],
  });
  rmSync(join(folder, '.github/workflows/dispatch.yml'));
  expect(await found()).toMatchObject({
    code: 0,
    of: { workflow: [{ level: 'warn', told: expect.stringContaining('Neither') }] },
  });
});

describe('on GitHub', () => {
  let github: LabGitHub;
  let env: NodeJS.ProcessEnv;
  const open = async (options: Partial<Parameters<typeof startGitHub>[0]['app']> = {}, installed = true) => {
    github = await startGitHub({ app: { publicKey: sharedAppKeys().publicKey, ...options } });
    const { id } = github.createRepository({
      owner: 'octo',
      name: 'hello',
      gitDir: join(folder, '.git'),
      installed,
    });
    git('remote', 'add', 'origin', 'git@github.com:octo/hello.git');
    const token = github.mintJobToken(id, { contents: 'read', actions: 'read' });
    env = { GITHUB_API_URL: github.api, GITHUB_TOKEN: token };
  };
  afterEach(async () => {
    await github.close();
    if (github.violations.length > 0) throw new Error(JSON.stringify(github.violations));
  });

  test('the token reads; what is on the default branch counts', async () => {
    await open();
    expect(await found(env)).toMatchObject({
      code: 0,
      of: {
        token: [{ level: 'ok' }],
        branch: [{ level: 'ok', told: expect.stringContaining('the same on main') }],
        actions: [{ level: 'ok' }],
      },
    });
    change('.github/dispatch.yml', 'budget_usd: 1', 'budget_usd: 2');
    const pushed = (await found(env)).of;
    expect(pushed['branch']).toMatchObject([{ level: 'warn', mend: expect.stringContaining('Push') }]);
    git('rm', '--quiet', '--cached', '.github/dispatch.yml');
    commit();
    const gone = (await found(env)).of;
    expect(gone['branch']).toMatchObject([
      { level: 'warn', told: expect.stringContaining('not on main yet') },
    ]);
  });

  test('a token that GitHub does not take fails, and is not shown', async () => {
    await open();
    const { code, of } = await found({ ...env, GITHUB_TOKEN: 'ghp_dummydummydummy' });
    expect([code, of['token']]).toMatchObject([
      1,
      [{ level: 'fail', mend: expect.stringContaining('Check GITHUB_TOKEN') }],
    ]);
    expect(JSON.stringify(of)).not.toContain('ghp_dummy');
  });

  const keys = () => ({
    DISPATCH_APP_ID: String(github.app.id),
    DISPATCH_PRIVATE_KEY: sharedAppKeys().privateKey,
    DISPATCH_WEBHOOK_SECRET: 'dummy-webhook-secret-3f9a',
    DISPATCH_TICKET_PRIVATE_KEY: String(
      generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ),
  });

  test('the app and its installation have what app.yml asks for', async () => {
    await open();
    expect(await found({ ...env, ...keys() })).toMatchObject({
      code: 0,
      of: { app: [{ level: 'ok' }], installed: [{ level: 'ok' }] },
    });
    const { code, of } = await found({ ...env, DISPATCH_APP_ID: 'x' });
    expect(code).toBe(1);
    expect(of['app']?.length).toBeGreaterThan(1);
  });

  test('an app that lacks a permission, and one that is not installed', async () => {
    await open({ permissions: { metadata: 'read', contents: 'read' } }, false);
    expect(await found({ ...env, ...keys() })).toMatchObject({
      code: 1,
      of: {
        app: [{ level: 'fail', told: expect.stringContaining('lacks issues: write') }],
        installed: [{ level: 'fail', told: expect.stringContaining('is not installed on octo/hello') }],
      },
    });
  });
});

test.each([
  [undefined, 'ok', 'no scopes'],
  ['', 'ok', 'no scope'],
  ['read:org, public_repo', 'ok', 'read:org, public_repo'],
  ['repo, workflow, read:org', 'warn', 'repo, workflow: it may do more'],
])('scopes %j', (header, level, told) => {
  expect(scopesOf(header)).toMatchObject({ level, told: expect.stringContaining(told) });
});

test('more than app.yml asks for is told, and a level above the one that is asked for is enough', async () => {
  const wanted = await appManifest();
  const given = { permissions: wanted.default_permissions, events: wanted.default_events };
  expect(grantsFinding('app', 'it', given, wanted).level).toBe('ok');
  const more = { ...given, permissions: { ...given.permissions, contents: 'write' } };
  expect(grantsFinding('app', 'it', more, wanted)).toMatchObject({
    level: 'warn',
    told: 'it may also contents: write.',
  });
  const less = { ...given, permissions: { ...given.permissions, issues: 'read' }, events: [] };
  expect(grantsFinding('app', 'it', less, wanted)).toMatchObject({
    level: 'fail',
    told: expect.stringContaining('issues: write'),
  });
});

test('a cage that is missing, or a program that is another one, is told in the words of a run', () => {
  expect(refused('cage', refuse('no-cage-program', 'No bwrap.', 'Install it.'))).toEqual({
    area: 'cage',
    level: 'fail',
    told: 'No bwrap.',
    mend: 'Install it.',
  });
  expect(failedBy('claude', new Fault('cli-altered', 'Another one.', 'Delete it.'))).toMatchObject({
    level: 'fail',
  });
  expect(() => failedBy('claude', new TypeError('a bug'))).toThrow('a bug');
});
