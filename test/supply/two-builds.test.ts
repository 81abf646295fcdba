import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { differences, filesOf } from './two-builds.ts';

test('two builds in two folders are the same, byte by byte', async () => {
  const path = `${ROOT}node_modules/.bin:/usr/bin:/bin`;
  const { code, out, err } = await run('node', [join(ROOT, 'test/supply/reproduce.ts')], { path });
  expect(`${out}${err}`).toMatch(/^[0-9a-f]{64} {2}dist\/index\.js$/m);
  expect(`${out}${err}`).toMatch(/^\d{3,} files built twice: 0 differ$/m);
  expect(code).toBe(0);
  expect(readFileSync(join(ROOT, '.cache/SHA256SUMS'), 'utf8')).toMatch(
    /^[0-9a-f]{64} {2}dist\/broker\.js$/m,
  );
}, 300_000);

describe('ablation: a bundler that writes down where or when it worked is caught', () => {
  let place: string;
  beforeAll(() => void (place = mkdtempSync(join(ROOT, '.cache/ablation-'))));
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  /** Bundles in a folder of this name, by a bundler that begins each program with `banner`. */
  async function bundled(name: string, banner: string): Promise<string> {
    const folder = join(place, name);
    mkdirSync(join(folder, 'cli'), { recursive: true });
    cpSync(join(ROOT, 'build'), join(folder, 'build'), { recursive: true });
    const honest = readFileSync(join(ROOT, 'cli/bundle.ts'), 'utf8');
    const planted = honest.replace("format: 'esm',", `format: 'esm', banner: ${banner},`);
    expect(planted).not.toBe(honest);
    writeFileSync(join(folder, 'cli/bundle.ts'), planted);
    const path = `${ROOT}node_modules/.bin:/usr/bin:/bin`;
    const done = await run(process.execPath, [join(folder, 'cli/bundle.ts'), folder], { cwd: folder, path });
    expect(done).toMatchObject({ code: 0 });
    return folder;
  }

  test.each([
    ['nothing', "''", []],
    ['the folder', '`/* ${root} */`', ['dist/broker.js', 'dist/index.js']],
    ['the time', '`/* ${process.hrtime.bigint()} */`', ['dist/broker.js', 'dist/index.js']],
  ])(
    '%s',
    async (what, banner, differing) => {
      const name = what.replace(' ', '-');
      const one = await bundled(`${name}-one`, banner);
      const two = await bundled(`${name}-two`, banner);
      const files = differences(one, two).map((line) => line.split(':')[0]);
      expect(files.filter((name) => /^dist\/(index|broker)\.js$/.test(name ?? ''))).toEqual(differing);
      expect(files.length === 0).toBe(differing.length === 0);
    },
    120_000,
  );

  test('a file that only one of them made, and one that is shorter', () => {
    const folders = ['alone', 'other'].map((name) => join(place, name));
    for (const folder of folders) mkdirSync(join(folder, 'dist'), { recursive: true });
    const [alone = '', other = ''] = folders;
    writeFileSync(join(alone, 'dist/a.js'), 'abc');
    writeFileSync(join(other, 'dist/a.js'), 'ab');
    writeFileSync(join(other, 'dist/b.js'), '');
    expect(filesOf(other)).toEqual(['dist/a.js', 'dist/b.js']);
    expect(differences(alone, other)).toEqual([
      'dist/a.js: differs at byte 2',
      'dist/b.js: is in one of the two only',
    ]);
  });
});
