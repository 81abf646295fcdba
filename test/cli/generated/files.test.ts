import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { generatedFiles, staleFiles, writeFiles } from '../../../cli/generated/files.ts';
import { ROOT } from '../run-dispatch.ts';

const root = pathToFileURL(`${ROOT}/`);
const files = await generatedFiles(root);

test('every generated file that is committed is what it is made of: `npm run fix` writes them', async () => {
  expect(files.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['core/report/page-code.ts', 'docs/action.md', 'docs/dispatch.schema.json']),
  );
  expect(await staleFiles(root, files)).toEqual([]);
});

test('a file that was changed by hand is stale, and one that is not there; writing mends both', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'generated-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const { path } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(folder, path));
  }
  writeFileSync(join(folder, 'docs/cost.md'), '# Cost\n');
  rmSync(join(folder, 'core/report/page-code.ts'));
  const copy = pathToFileURL(`${folder}/`);
  const stale = await staleFiles(copy, files);
  expect(stale.toSorted()).toEqual(['core/report/page-code.ts', 'docs/cost.md']);
  await writeFiles(copy, files);
  expect(await staleFiles(copy, files)).toEqual([]);
});
