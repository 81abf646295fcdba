import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateAppKeys } from '../../../lab/github/keys.ts';
import { appJwt, stage, type Answer } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let clock = Date.now();

beforeAll(async () => {
  lab = await stage({ now: () => clock });
  lab.github.createRepository({ owner: 'acme', name: 'other', gitDir: lab.gitDir });
});
afterAll(() => lab.end());

const now = () => Math.floor(clock / 1000);

describe('the App proves itself with a JWT', () => {
  test('a good one is let in', async () => {
    const { status, data } = await lab.as(await appJwt())('GET /app');
    expect([status, data.slug]).toEqual([200, 'agent-dispatch']);
    expect((await lab.as(await appJwt({ iss: data.client_id }))('GET /app')).status).toBe(200);
  });

  test.each([
    ['expired', () => ({ exp: now() - 1 }), "'exp'"],
    ['longer than ten minutes', () => ({ exp: now() + 660 }), 'too far in the future'],
    ['from the future', () => ({ iat: now() + 60 }), "'iat'"],
    ['without expiry', () => ({ exp: undefined }), "'exp'"],
    ['of another App', () => ({ iss: '2' }), "'iss'"],
  ])('one %s is not', async (_, claims, message) => {
    const { status, data } = await lab.as(await appJwt(claims()))('GET /app');
    expect(status).toBe(401);
    expect(data.message).toContain(message);
  });

  test('one signed with another key, unsigned, or HMAC-signed with the public key is not', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = part({ iat: now() - 30, exp: now() + 300, iss: '1' });
    const hmac = `${part({ alg: 'HS256' })}.${claims}`;
    const { publicKey } = generateAppKeys();
    const forged = [
      await appJwt({}, generateAppKeys().privateKey),
      `${part({ alg: 'none' })}.${claims}.`,
      `${hmac}.${createHmac('sha256', publicKey).update(hmac).digest('base64url')}`,
    ];
    for (const token of forged) {
      const { status, data } = await lab.as(token)('GET /app');
      expect([status, data.message]).toEqual([401, 'A JSON web token could not be decoded']);
    }
  });

  test('a JWT opens no repository, and an installation token is no JWT', async () => {
    expect((await lab.as(await appJwt())('GET /repos/acme/app')).status).toBe(403);
    expect((await lab.as(lab.github.mintInstallationToken('acme/app'))('GET /app')).status).toBe(401);
  });
});

describe('installation tokens', () => {
  const mint = async (body: object): Promise<Answer> =>
    lab.as(await appJwt())('POST /app/installations/{id}/access_tokens', {
      id: lab.github.installationId('acme/app'),
      ...body,
    });

  test('reach every repository of the installation, for an hour', async () => {
    const { status, data } = await mint({});
    expect(status).toBe(201);
    expect(data.permissions).toMatchObject({ metadata: 'read', issues: 'write', actions: 'write' });
    const github = lab.as(data.token);
    expect((await github('GET /repos/acme/app')).status).toBe(200);
    expect((await github('GET /repos/acme/other')).status).toBe(200);
    clock += 3_599_000;
    expect((await github('GET /repos/acme/app')).status).toBe(200);
    clock += 2_000;
    expect((await github('GET /repos/acme/app')).status).toBe(401);
    clock = Date.now();
  });

  test('can be narrowed to repositories and permissions, and are then held to it', async () => {
    const { data } = await mint({ repositories: ['app'], permissions: { issues: 'read' } });
    expect(data.repositories.map((one: { full_name: string }) => one.full_name)).toEqual(['acme/app']);
    expect(data.permissions).toEqual({ metadata: 'read', issues: 'read' });
    const github = lab.as(data.token);
    expect((await github('GET /repos/acme/other')).status).toBe(404);
    expect((await github('GET /repos/acme/app/issues/1')).status).toBe(200);
    expect((await github('POST /repos/acme/app/issues/1/comments', { body: 'hi' })).status).toBe(403);
    expect((await github('GET /repos/acme/app/contents/README.md')).status).toBe(403);
  });

  test('cannot be widened', async () => {
    expect((await mint({ permissions: { contents: 'write' } })).status).toBe(422);
    expect((await mint({ permissions: { administration: 'read' } })).status).toBe(422);
    expect((await mint({ repositories: ['elsewhere'] })).status).toBe(422);
    expect((await mint({ repository_ids: [1] })).status).toBe(422);
  });

  test('exist for installations only', async () => {
    const jwt = lab.as(await appJwt());
    expect((await jwt('POST /app/installations/1/access_tokens')).status).toBe(404);
    const { data } = await jwt('GET /repos/acme/app/installation');
    expect(data.id).toBe(lab.github.installationId('acme/app'));
    expect((await jwt('GET /repos/acme/missing/installation')).status).toBe(404);
    expect((await jwt('GET /app/installations')).data).toHaveLength(1);
  });
});

test('nothing here violated the description', () => {
  expect(lab.github.violations).toEqual([]);
});
