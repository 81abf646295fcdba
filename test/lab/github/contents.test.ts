import { afterAll, beforeAll, expect, test } from 'vitest';
import { stage } from './stage.ts';

let lab: Awaited<ReturnType<typeof stage>>;
let app: ReturnType<typeof lab.as>;
beforeAll(async () => {
  lab = await stage();
  app = lab.as(lab.github.mintInstallationToken('acme/app'));
});
afterAll(() => lab.end());

const get = (path: string, parameters: Record<string, unknown> = {}) =>
  app(`GET /repos/acme/app/${path}`, parameters);
const text = (base64: string) => Buffer.from(base64, 'base64').toString();

test('files come from the bare repository, at the ref asked for', async () => {
  const { data } = await get('contents/{path}', { path: '.github/workflows/dispatch.yml' });
  expect(data).toMatchObject({ type: 'file', path: '.github/workflows/dispatch.yml', encoding: 'base64' });
  expect(text(data.content)).toContain('workflow_dispatch');
  expect(text((await get('contents/README.md')).data.content)).toBe('Hello\n');
  for (const ref of ['topic', 'refs/heads/topic', lab.topic]) {
    expect(text((await get('contents/README.md', { ref })).data.content)).toBe('Hello\nworld\n');
  }
  expect((await get('contents/missing')).status).toBe(404);
  expect((await get('contents/README.md', { ref: 'missing' })).status).toBe(404);
});

test('bytes that are no text arrive unharmed, as JSON and raw', async () => {
  const bytes = Buffer.from([0, 255, 254, 10, 13, 10]);
  const { data } = await get('contents/logo.bin');
  expect(Buffer.from(data.content, 'base64')).toEqual(bytes);
  const blob = await get('git/blobs/{sha}', { sha: data.sha });
  expect(Buffer.from(blob.data.content, 'base64')).toEqual(bytes);
  const raw = await get('contents/README.md', { headers: { accept: 'application/vnd.github.raw+json' } });
  expect(Buffer.from(raw.data).toString()).toBe('Hello\n');
});

test('a directory lists its entries', async () => {
  const { data } = await get('contents/src');
  const kinds = data.map(({ path, type }: { path: string; type: string }) => `${type} ${path}`);
  expect(kinds).toEqual(['file src/main.ts', 'symlink src/outside', 'symlink src/readme']);
  expect((await get('contents/')).data.map(({ name }: { name: string }) => name)).toContain('README.md');
});

test('a link to a file inside is followed, one that leads outside is only described', async () => {
  expect(text((await get('contents/src/readme')).data.content)).toBe('Hello\n');
  expect((await get('contents/src/outside')).data).toMatchObject({
    type: 'symlink',
    target: '/etc/hostname',
  });
});

test('commits, branches and refs agree with each other', async () => {
  const commit = (await get('commits/topic')).data;
  expect(commit).toMatchObject({ sha: lab.topic, commit: { message: 'Greet\n\nthe world' } });
  expect(commit.parents[0].sha).toBe(lab.main);
  expect((await get('git/commits/{sha}', { sha: lab.topic })).data.tree.sha).toBe(commit.commit.tree.sha);
  expect((await get('branches/topic')).data.commit.sha).toBe(lab.topic);
  expect((await get('git/ref/{ref}', { ref: 'heads/topic' })).data).toMatchObject({
    ref: 'refs/heads/topic',
    object: { type: 'commit', sha: lab.topic },
  });
  expect((await get('git/ref/heads/missing')).status).toBe(404);
  expect((await get('branches/missing')).status).toBe(404);
  expect((await get('commits/missing')).status).toBe(422);
});

test('an object id is an id, not one of the many things git would take for one', async () => {
  expect((await get('git/blobs/{sha}', { sha: 'main:README.md' })).status).toBe(422);
  expect((await get('git/blobs/{sha}', { sha: lab.main })).status).toBe(404);
  expect((await get('contents/README.md', { ref: 'main~0' })).status).toBe(404);
  expect(lab.github.violations).toEqual([]);
});
