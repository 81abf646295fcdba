import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeArtifactFolder, readArtifactFile, writeArtifact } from '../../../edge/files/artifact-folder.ts';
import { outbound } from '../github/outbound.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'artifact-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const result = () => join(folder, 'result.json');
/** A file that claims a terabyte and holds nothing. */
const leaveHoles = () => {
  writeFileSync(result(), '');
  truncateSync(result(), 2 ** 40);
};
const read = () => readArtifactFile(folder, 'result.json');

test('what was written is read, and nobody else on the machine can read it', async () => {
  const made = await makeArtifactFolder(folder);
  const { sealed, text } = outbound('A text.');
  await writeArtifact(made, 'result.json', sealed);
  expect(await readArtifactFile(made, 'result.json')).toBe(text);
  expect(statSync(made).mode & 0o077).toBe(0);
  expect(statSync(join(made, 'result.json')).mode & 0o077).toBe(0);
});

describe('the job that posts reads what a hostile one has left (M33): nothing is read, and nothing hangs', () => {
  const cases: [string, () => void][] = [
    ['no file', () => {}],
    ['a link to a secret', () => symlinkSync('/etc/hostname', result())],
    [
      'a link to a file beside it',
      () => {
        writeFileSync(join(folder, 'other'), '{}');
        symlinkSync('other', result());
      },
    ],
    ['a link to itself', () => symlinkSync('result.json', result())],
    ['a link to a device without an end', () => symlinkSync('/dev/zero', result())],
    ['a folder', () => mkdirSync(result())],
    ['a pipe that nobody writes to', () => execFileSync('mkfifo', [result()])],
    ['a byte more than 1 MiB', () => writeFileSync(result(), Buffer.alloc(1024 * 1024 + 1, 'x'))],
    ['a file of holes', leaveHoles],
  ];
  test.each(cases)('%s', async (_, leave) => {
    leave();
    expect(await read()).toMatchObject({ refused: true, code: 'result-missing' });
  });

  test('exactly 1 MiB is read, and bytes that are no UTF-8 become marks of it', async () => {
    writeFileSync(result(), Buffer.alloc(1024 * 1024, 'x'));
    expect(await read()).toHaveLength(1024 * 1024);
    writeFileSync(result(), Buffer.from([0x7b, 0xff, 0xc0, 0x7d]));
    expect(await read()).toBe('{\uFFFD\uFFFD}');
  });
});
