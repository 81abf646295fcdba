import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSettings } from '../../app/env.ts';

const pem = { type: 'pkcs8', format: 'pem' } as const;
const ticketKey = generateKeyPairSync('ed25519').privateKey.export(pem).toString().trim();
const appKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export(pem).toString().trim();
const good = {
  DISPATCH_APP_ID: '12345',
  DISPATCH_PRIVATE_KEY: appKey,
  DISPATCH_WEBHOOK_SECRET: 'dummy-webhook-secret',
  DISPATCH_TICKET_PRIVATE_KEY: ticketKey,
};
const problems = (env: Record<string, string | undefined>) => {
  const settings = readSettings({ ...good, ...env });
  return 'problems' in settings ? settings.problems.join('\n') : '';
};

test('four settings are enough', () => {
  expect(readSettings(good)).toEqual({
    appId: '12345',
    privateKey: appKey,
    webhookSecret: 'dummy-webhook-secret',
    ticketPrivateKey: ticketKey,
    stateDir: '.dispatch',
    host: '127.0.0.1',
    port: 3000,
    workflow: 'dispatch.yml',
    operator: {},
  });
});

test('what is kept, told and logged is set by name', () => {
  const set = {
    DISPATCH_RETENTION_DAYS: '7',
    DISPATCH_LOG_FORMAT: 'json',
    DISPATCH_NOTIFY_URL: 'https://ops.example/told',
    DISPATCH_NOTIFY_SECRET: 'dummy-notify-secret',
  };
  expect(readSettings({ ...good, ...set })).toMatchObject({
    retentionDays: 7,
    logFormat: 'json',
    notify: { url: set.DISPATCH_NOTIFY_URL, secret: set.DISPATCH_NOTIFY_SECRET },
  });
  expect(problems({ DISPATCH_RETENTION_DAYS: '3' })).toContain('from 4');
  expect(problems({ DISPATCH_LOG_FORMAT: 'xml' })).toContain('text or json');
  expect(problems({ ...set, DISPATCH_NOTIFY_URL: 'http://ops.example' })).toContain('https://');
  expect(problems({ ...set, DISPATCH_NOTIFY_URL: 'https://me:word@ops.example' })).toContain(
    'without a name',
  );
  expect(problems({ ...set, DISPATCH_NOTIFY_SECRET: 'short' })).toContain('at least 16');
});

test('a webhook secret of 16 characters is long enough, one of 15 is not', () => {
  expect(problems({ DISPATCH_WEBHOOK_SECRET: 'dummy-0123456789' })).toBe('');
  expect(problems({ DISPATCH_WEBHOOK_SECRET: 'dummy-012345678' })).toContain('has 15 characters');
});

test('the secret before is right, too, while it is being replaced', () => {
  const previous = 'dummy-previous-secret';
  expect(readSettings({ ...good, DISPATCH_PREVIOUS_WEBHOOK_SECRET: previous })).toMatchObject({
    previousWebhookSecret: previous,
  });
});

test('keys may be written with \\n, or be in files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dispatch-env-'));
  const file = join(folder, 'key.pem');
  writeFileSync(file, appKey);
  const settings = readSettings({
    ...good,
    DISPATCH_PRIVATE_KEY: undefined,
    DISPATCH_PRIVATE_KEY_FILE: file,
    DISPATCH_TICKET_PRIVATE_KEY: ticketKey.replaceAll('\n', '\\n'),
  });
  rmSync(folder, { recursive: true });
  expect(settings).toMatchObject({ privateKey: appKey, ticketPrivateKey: ticketKey });
});

test.each([
  [{ GHE_HOST: 'ghe.example.com' }, 'https://ghe.example.com/api/v3'],
  [{ GHE_HOST: '127.0.0.1:4001', GHE_PROTOCOL: 'http' }, 'http://127.0.0.1:4001/api/v3'],
  [{ GITHUB_API_URL: 'http://127.0.0.1:4001/api/v3/' }, 'http://127.0.0.1:4001/api/v3'],
])('%j names the API', (env, apiUrl) => {
  expect(readSettings({ ...good, ...env })).toMatchObject({ apiUrl });
});

test('the operator has a port when one is named, on loopback unless told otherwise', () => {
  expect(readSettings({ ...good, DISPATCH_OPERATOR_PORT: '9090' })).toMatchObject({
    operatorPort: { host: '127.0.0.1', port: 9090 },
  });
  const env = { ...good, DISPATCH_OPERATOR_PORT: '9090', DISPATCH_OPERATOR_HOST: '0.0.0.0' };
  expect(readSettings(env)).toMatchObject({ operatorPort: { host: '0.0.0.0', port: 9090 } });
  expect(problems({ DISPATCH_OPERATOR_PORT: 'x' })).toContain('DISPATCH_OPERATOR_PORT is "x"');
});

describe('refuses to start', () => {
  test('and says everything that is wrong at once', () => {
    const settings = readSettings({});
    expect('problems' in settings && settings.problems).toHaveLength(4);
  });

  test.each([
    ['without a webhook secret', { DISPATCH_WEBHOOK_SECRET: undefined }, /SECRET is not set/],
    ['with an empty one', { DISPATCH_WEBHOOK_SECRET: '' }, /SECRET is not set/],
    ['with the well-known one', { DISPATCH_WEBHOOK_SECRET: 'development' }, /everybody knows/],
    ['with a short one', { DISPATCH_WEBHOOK_SECRET: 'dummy' }, /has 5 characters/],
    [
      'with a short one before',
      { DISPATCH_PREVIOUS_WEBHOOK_SECRET: 'dummy' },
      /PREVIOUS_WEBHOOK_SECRET has 5/,
    ],
    [
      'with the same secret twice',
      { DISPATCH_PREVIOUS_WEBHOOK_SECRET: 'dummy-webhook-secret' },
      /is the same/,
    ],
    ['with a name for an id', { DISPATCH_APP_ID: 'Iv1.dummy' }, /number/],
    ['with a key that is none', { DISPATCH_PRIVATE_KEY: 'dummy' }, /PEM/],
    ['with a key twice', { DISPATCH_PRIVATE_KEY_FILE: '/x' }, /both set/],
    [
      'with a key file that is missing',
      { DISPATCH_PRIVATE_KEY: undefined, DISPATCH_PRIVATE_KEY_FILE: '/nonexistent/key' },
      /cannot be read/,
    ],
    ['with an RSA ticket key', { DISPATCH_TICKET_PRIVATE_KEY: appKey }, /Ed25519/],
    ['with an odd port', { PORT: '80x' }, /PORT/],
    ['with a workflow path', { DISPATCH_WORKFLOW: '../x.yml' }, /file name only/],
    ['with two hosts', { GHE_HOST: 'x', GITHUB_API_URL: 'https://y' }, /both set/],
    ['with an odd address', { GITHUB_API_URL: 'file:///etc' }, /address/],
  ])('%s', (_, env, problem) => {
    expect(problems(env)).toMatch(problem);
    expect(problems(env)).not.toContain(appKey);
  });
});

test("the operator's limits come from a file that is named, and a file that cannot be read is a problem", () => {
  const folder = mkdtempSync(join(tmpdir(), 'operator-'));
  const file = join(folder, 'operator.yml');
  writeFileSync(file, 'max_budget_usd: 2\n');
  expect(readSettings({ ...good, DISPATCH_OPERATOR_FILE: file })).toMatchObject({
    operator: { max_budget_usd: 2 },
  });
  writeFileSync(file, 'max_budget: 2\n');
  expect(problems({ DISPATCH_OPERATOR_FILE: file })).toContain('max_budget');
  expect(problems({ DISPATCH_OPERATOR_FILE: join(folder, 'none') })).toContain('cannot be read');
  rmSync(folder, { recursive: true });
});

describe('the database of several replicas', () => {
  const url = 'postgres://dispatch:dummy-p%40ssword@db.example:5432/dispatch';

  test('is named by its address', () => {
    expect(readSettings({ ...good, DISPATCH_DATABASE_URL: url })).toMatchObject({ databaseUrl: url });
    for (const fine of ['postgresql://db/dispatch', 'postgres://u@localhost/d?host=/run/postgresql'])
      expect(problems({ DISPATCH_DATABASE_URL: fine })).toBe('');
  });

  test.each([
    ['mysql://u:dummy-p4ssword@h/d', 'no address of a Postgres database'],
    ['postgres://', 'no address of a Postgres database'],
    ['postgres://u:dummy-p4ssword/x@h/d', 'no address of a Postgres database'],
    ['postgres://u:%E0%A4%A@h/d', 'no address of a Postgres database'],
    ['postgres://u:dummy-p4ss@h/d', 'password of 10 characters'],
    ['postgres://u@h/d?password=dummy-p4ss', 'password of 10 characters'],
  ])('is refused as %s, without repeating it', (url, why) => {
    const said = problems({ DISPATCH_DATABASE_URL: url });
    expect(said).toContain(why);
    expect(said).not.toContain('dummy');
  });
});
