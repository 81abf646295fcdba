import { afterEach, describe, expect, test } from 'vitest';
import { keeping, makeFilesWorld } from './files-world.ts';
import { WEBHOOK_SECRET } from './world.ts';

/* Files that a run keeps are named in the comment; a hostile runner lists and packs what it likes. files-ablation.test.ts shows what this looks for. */

let made: Awaited<ReturnType<typeof makeFilesWorld>> | undefined;
afterEach(async () => {
  await made?.world.end();
  made = undefined;
});

async function told(...given: Parameters<typeof keeping>): Promise<string> {
  made = await makeFilesWorld(keeping(...given));
  return made.told;
}

test('what is listed and there is named, with a link to the run', async () => {
  const body = await told({ 'a.md': 'one', 'b.json': '{}' });
  expect(body).toMatch(/✅/);
  expect(body).toMatch(
    /\[Artifact with 2 files\]\(http[^)]*\/actions\/runs\/\d+\): `a\.md` \(3 bytes\), `b\.json` \(2 bytes\)/,
  );
});

describe('a result that does not fit its artifact is refused as a whole (M33)', () => {
  const files = { 'a.md': 'one' };
  test.each<[string, Parameters<typeof keeping>[1], RegExp]>([
    ['another file', { beside: { 'files/a.md': 'evil' } }, /a\.md is not the file/],
    ['one file more', { beside: { 'files/b.md': 'evil' } }, /other files than the result lists/],
    [
      'a file under another name',
      { beside: { 'files/a.md': null, 'files/b.md': 'one' } },
      /other files than/,
    ],
    ['no file', { beside: { 'files/a.md': null } }, /other files than/],
    ['a file and no list', { kept: null }, /other files than/],
    [
      'a file that nobody handed in',
      { items: [{ kind: 'labels', add: ['bug'] }] },
      /no such output was handed in/,
    ],
    [
      'a file in the place of the one that was handed in',
      { items: [{ kind: 'artifact', files: [{ name: 'b.md', path: 'b.md' }] }] },
      /other files were handed in/,
    ],
    ['a file in a folder', { beside: { 'files/x/a.md': 'one' } }, /which no run of ours writes/],
    ['a hidden file', { beside: { 'files/.bashrc': 'one' } }, /which no run of ours writes/],
    ['a digest that is none', { entry: { sha256: 'x' } }, /is not as agreed/],
    ['a name that climbs', { entry: { name: '../a.md' } }, /is not as agreed/],
    ['no size', { entry: { bytes: -1 } }, /is not as agreed/],
  ])('%s', async (_, lies, words) => {
    const body = await told(files, lies);
    expect(body).toMatch(words);
    expect(body).not.toMatch(/Artifact with/);
    expect(body).not.toMatch(/✅/);
  });

  test.each<[string, Record<string, string>, RegExp]>([
    [
      'more files than the profile allows',
      { 'a.md': '', 'b.md': '', 'c.md': '' },
      /3 files are more than the 2/,
    ],
    ['a type that it does not allow', { 'a.png': 'x' }, /does not end in/],
    ['a page', { 'a.html': '<script>' }, /does not end in/],
    ['a larger file', { 'a.md': 'x'.repeat(2001) }, /takes 3 kB and may take 2 kB/],
    [
      'more of them together',
      { 'a.md': 'x'.repeat(2000), 'b.md': 'x'.repeat(2000) },
      /4 kB together and may take 3/,
    ],
    ['a twin', { 'a.md': 'x', 'A.md': 'x' }, /twice|name of file 1/],
    ['a device', { 'con.md': 'x' }, /device on Windows/],
  ])('%s', async (_, many, words) => {
    const body = await told(many);
    expect(body).toMatch(words);
    expect(body).not.toMatch(/Artifact with/);
  });
});

test('why nothing is kept is told, and the job has failed', async () => {
  const because = 'The files are refused as a whole: a.md is a symbolic link.';
  const kept = { became: 'none', code: 'files-refused', because, remedy: 'Ask again.' };
  const body = await told({ 'a.md': 'x' }, { kept, beside: { 'files/a.md': null } });
  expect(body).toMatch(
    /Not posted: artifact\.\*\* The files are refused as a whole: a\.md is a symbolic link\. Ask again\./,
  );
  expect(body).not.toMatch(/✅/);
});

test('a run that says nothing of them has left none', async () => {
  const body = await told({ 'a.md': 'x' }, { kept: null, beside: { 'files/a.md': null } });
  expect(body).toMatch(/Not posted: artifact\.\*\* The run asked for files to be kept and left none/);
});

test('a secret as the name of a file is not told', async () => {
  const body = await told({ [`${WEBHOOK_SECRET}.md`]: 'x' });
  expect(body).not.toContain(WEBHOOK_SECRET);
  expect(body).not.toMatch(/Artifact with/);
});
