import { expect, test } from 'vitest';
import { Fault } from '../../../core/fault.ts';
import { isRefusal } from '../../../core/refusal.ts';
import { downloadArtifact } from '../../../edge/github/download.ts';
import type { Request } from '../../../edge/github/request.ts';

const name = { owner: 'octo', repo: 'hello' };
const ADDRESS = 'https://storage.example.test/signed?sig=DUMMY';
const redirect: Request = () => Promise.resolve({ status: 302, data: '', headers: { location: ADDRESS } });

const download = (status: number, body = '', limit = 10) =>
  downloadArtifact(redirect, name, 7, {
    limit,
    fetch: () => Promise.resolve(new Response(body, { status })),
  });

test('the bytes are what the storage gives', async () => {
  expect(await download(200, 'zip')).toEqual(Buffer.from('zip'));
});

test('more than the limit is refused', async () => {
  expect(await download(200, 'more than ten bytes')).toMatchObject({ code: 'artifact-too-large' });
});

test.each([403, 404, 410])('a storage that says no (%d) is not asked for ever', async (status) => {
  const refusal = await download(status);
  expect(isRefusal(refusal) && refusal.because).toContain(String(status));
  expect(JSON.stringify(refusal)).not.toContain('sig=');
});

test('a storage that fails may be asked again, and its address stays out of the message', async () => {
  const error = await download(503).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Fault);
  expect((error as Fault).code).toBe('github-unreachable');
  expect((error as Fault).message).not.toContain('sig=');
});

test('an address that is not encrypted is not asked', async () => {
  const plain: Request = () =>
    Promise.resolve({ status: 302, data: '', headers: { location: 'http://storage.example.test/x' } });
  expect(await downloadArtifact(plain, name, 7, { limit: 10 })).toMatchObject({
    code: 'artifact-unreachable',
  });
});
