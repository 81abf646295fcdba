import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handOverFiles } from '../../action/hand-over-files.ts';
import { report } from '../../action/report.ts';
import { good } from '../core/output/good-result.ts';
import { sha256 } from '../../edge/keys/digest.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

/* Files leave the job as they are, with what is masked in them told; or none of them does. */

stepFiles();

const KEY = 'dummy-key-0Qw9Er8Ty7Ui6Op5As4Df3Gh2Jk1';
const HIDDEN = [...Buffer.from(KEY).toString('base64')].toReversed().join('');
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'hand-over-files-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (content: string) => ({ name: 'a.md', text: content, isText: true });
const picture = (bytes: string) => ({ name: 'p.png', text: bytes, isText: false });

async function kept(
  files: Parameters<typeof handOverFiles>[0],
  desk = quietDesk({ key: KEY }),
  words = 'fine',
) {
  const { kept: listed, keptFiles } = handOverFiles(files, desk);
  const delivery = { folder, desk, record: null, times: null, kept: keptFiles };
  await report({ ...good, text: words, ...(listed === null ? {} : { kept: listed }) }, delivery);
  const found = readdirSync(folder);
  const there = found.includes('files') ? readdirSync(join(folder, 'files')) : [];
  return { listed, there, result: readFileSync(join(folder, 'result.json'), 'utf8') };
}

test('each is written as it is, and listed with its size and digest', async () => {
  const bytes = String.fromCharCode(...Array.from({ length: 256 }, (_, at) => at));
  const { listed, there, result } = await kept([text('ünï'), picture(bytes)]);
  expect(there.toSorted()).toEqual(['a.md', 'p.png']);
  expect(readFileSync(join(folder, 'files/p.png'))).toEqual(Buffer.from(bytes, 'latin1'));
  expect(listed).toMatchObject({
    became: 'kept',
    files: [
      { name: 'a.md', bytes: 5, sha256: sha256('ünï') },
      { name: 'p.png', bytes: 256 },
    ],
  });
  expect(JSON.parse(result)).toMatchObject({ kept: listed });
});

test('a secret in plain sight is masked, and the list says so and is about what left', async () => {
  const { listed, there } = await kept([text(`key: ${KEY}\n`)]);
  expect(there).toEqual(['a.md']);
  const left = readFileSync(join(folder, 'files/a.md'), 'utf8');
  expect(left).toBe('key: [redacted: key]\n');
  expect(listed).toMatchObject({ files: [{ masked: 1, sha256: sha256(left), bytes: left.length }] });
});

test('a picture that holds one does not leave, and nothing else does', async () => {
  const { listed, there, result } = await kept([text('x'), picture(`\x89PNG ${KEY}`)]);
  expect(there).toEqual([]);
  expect(listed).toMatchObject({ became: 'none', code: 'files-withheld' });
  expect(result).not.toContain(KEY);
});

test('one in disguise withholds the run: no file, no word', async () => {
  const { there, result } = await kept([text(`// ${HIDDEN}`)]);
  expect(there).toEqual([]);
  expect(JSON.parse(result)).toMatchObject({ outcome: 'failed', text: '' });
  expect(JSON.parse(result)).not.toHaveProperty('kept');
});

test('of a run that hid a secret elsewhere no file lies in the artifact', async () => {
  expect((await kept([text('x')], quietDesk({ key: KEY }), HIDDEN)).there).toEqual([]);
  rmSync(folder, { recursive: true });
  folder = mkdtempSync(join(tmpdir(), 'hand-over-files-'));
  expect((await kept([text('x')], quietDesk({}), HIDDEN)).there).toEqual(['a.md']);
});
