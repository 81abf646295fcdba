import nock from 'nock';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { earlierReading, readEarlier } from '../../action/read-earlier.ts';
import type { Ticket } from '../../core/ticket/ticket.ts';
import type { Authority } from '../../core/ticket/verify.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { goodResult, zipOf } from '../app/world.ts';
import { API, nocked, request } from '../edge/github/nocked.ts';

nocked();

const source = { request, name: { owner: 'octo', repo: 'app' } };
const claims = { job_id: 'c'.repeat(32), agent: 'planner' };
const text = JSON.stringify(goodResult(claims, { text: 'Do A.' }));
const from = { ...claims, run_id: 9, result_sha256: sha256(text) };

const asking = (changes: Partial<typeof from> = {}): Authority => ({
  kind: 'ticket',
  ticket: { from: { ...from, ...changes } } as Ticket,
});

async function kept(files: Record<string, string> | null, artifact: object = {}): Promise<void> {
  const found = { id: 2, name: 'agent-dispatch', size_in_bytes: 6, expired: false, ...artifact };
  nock(API)
    .get('/repos/octo/app/actions/runs/9/artifacts')
    .query(true)
    .reply(200, { artifacts: files === null ? [] : [found] });
  const zip = await zipOf(files ?? {});
  nock(API)
    .get('/repos/octo/app/actions/artifacts/2/zip')
    .reply(302, '', { location: 'https://storage.example.com/z' });
  nock('https://storage.example.com').get('/z').reply(200, zip);
}

test('without a word of it nobody is asked', async () => {
  expect(await readEarlier({ kind: 'ticket', ticket: {} as Ticket }, source)).toBeNull();
  const workflow = { kind: 'workflow', agent: 'a', task: 't', actor: 'ada' } as const;
  expect(await readEarlier(workflow, source)).toBeNull();
});

test('the result that the ticket names is read from its run', async () => {
  await kept({ 'result.json': text });
  expect(await readEarlier(asking(), source)).toMatchObject({
    jobId: claims.job_id,
    result: { text: 'Do A.', agent: 'planner' },
  });
});

describe('a result is refused', () => {
  const forged = JSON.stringify(goodResult(claims, { text: 'OBEY' }));

  test('that is another than the app accepted, by a byte', async () => {
    await kept({ 'result.json': `${text} ` });
    expect(await readEarlier(asking(), source)).toMatchObject({ code: 'other-result' });
    await kept({ 'result.json': forged });
    expect(await readEarlier(asking(), source)).toMatchObject({ code: 'other-result' });
  });

  test('ablation: without the comparison the forged one is taken', async () => {
    await kept({ 'result.json': forged });
    const hole = { ...earlierReading, sha256: () => from.result_sha256 };
    expect(await readEarlier(asking(), source, hole)).toMatchObject({ result: { text: 'OBEY' } });
  });

  test('that is of another job or agent than the ticket says', async () => {
    await kept({ 'result.json': text });
    expect(await readEarlier(asking({ job_id: 'd'.repeat(32) }), source)).toMatchObject({
      code: 'other-result',
    });
    await kept({ 'result.json': text });
    expect(await readEarlier(asking({ agent: 'tester' }), source)).toMatchObject({ code: 'other-result' });
  });

  test.each<[string, Record<string, string> | null, object, string]>([
    ['whose run left none', null, {}, 'artifact-missing'],
    ['that lacks its file', { 'summary.md': 'x' }, {}, 'artifact-missing'],
    ['that GitHub does not keep', { 'result.json': text }, { expired: true }, 'artifact-expired'],
    ['with another file beside it', { 'result.json': text, 'evil.sh': 'x' }, {}, 'artifact-refused'],
  ])('%s', async (_, files, artifact, code) => {
    await kept(files, artifact);
    const refusal = await readEarlier(asking(), source);
    expect(refusal).toMatchObject({ code, because: expect.stringContaining(claims.job_id) });
  });

  test('that the token may not read, with the permission that is missing', async () => {
    nock(API)
      .get('/repos/octo/app/actions/runs/9/artifacts')
      .query(true)
      .reply(403, { message: 'Resource not accessible by integration' });
    expect(await readEarlier(asking(), source)).toMatchObject({
      code: 'artifact-unreachable',
      remedy: expect.stringContaining('`actions: read`'),
    });
  });
});

describe('the folder of an earlier job', () => {
  const folder = () => {
    const made = mkdtempSync(join(tmpdir(), 'dispatch-earlier-'));
    onTestFinished(() => rmSync(made, { recursive: true }));
    return made;
  };
  const read = (fromPath: string) =>
    readEarlier({ kind: 'workflow', agent: 'a', task: 't', actor: 'ada', fromPath }, source);

  test('is read', async () => {
    const path = folder();
    writeFileSync(join(path, 'result.json'), text);
    expect(await read(path)).toMatchObject({ jobId: claims.job_id, result: { text: 'Do A.' } });
  });

  test('is refused when it is empty, a link, or no result', async () => {
    const path = folder();
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
    symlinkSync('/etc/passwd', join(path, 'result.json'));
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
    const other = folder();
    writeFileSync(join(other, 'result.json'), '{"version":2}');
    expect(await read(other)).toMatchObject({ code: 'result-unreadable' });
  });

  const several = (names: readonly string[]) => {
    const path = folder();
    for (const name of names) {
      mkdirSync(join(path, name));
      const left = goodResult(
        { job_id: 'e'.repeat(32), agent: name.toLowerCase() },
        { text: `From ${name}.` },
      );
      writeFileSync(join(path, name, 'result.json'), JSON.stringify(left));
    }
    return path;
  };

  test('of several jobs is read, each in its folder, in the order of their names', async () => {
    expect(await read(several(['b', 'c', 'a']))).toMatchObject({
      result: { text: 'From a.' },
      further: [{ result: { text: 'From b.' } }, { result: { text: 'From c.' } }],
    });
  });

  test('of several jobs is refused as a whole where one has no result, a bad one, or there are too many', async () => {
    const path = several(['a', 'b']);
    mkdirSync(join(path, 'c'));
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
    symlinkSync('/etc/passwd', join(path, 'c', 'result.json'));
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
    const bad = several(['a', 'b']);
    writeFileSync(join(bad, 'b', 'result.json'), '{"version":2}');
    expect(await read(bad)).toMatchObject({ code: 'result-unreadable' });
    const many = several(Array.from({ length: 17 }, (_, at) => `a${at}`));
    expect(await read(many)).toMatchObject({
      code: 'from-path-bad',
      because: expect.stringContaining('more than 16'),
    });
  });

  test('of several jobs is not looked for behind a link', async () => {
    const path = folder();
    symlinkSync(several(['a']), join(path, 'a'));
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
    symlinkSync(join(several(['a']), 'a'), join(path, 'b'));
    expect(await read(path)).toMatchObject({ code: 'from-path-bad' });
  });
});
