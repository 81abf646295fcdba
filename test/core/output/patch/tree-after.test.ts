import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, expect, test, vi } from 'vitest';
import { treeAfter } from '../../../../core/output/patch/tree-after.ts';
import type { PatchFile } from '../../../../core/output/patch/patch-file.ts';
import { hashWith } from '../../../../edge/keys/digest.ts';
import { git } from '../../../../edge/runner/git.ts';
import { readTree, writeChange } from '../../../../edge/runner/clean-repository.ts';
import { commitInto, makeBare } from '../../../bare-repository.ts';

/* git is the oracle: what we say a change comes to is what git makes of it. */

vi.setConfig({ testTimeout: 120_000 });
const root = mkdtempSync(join(tmpdir(), 'tree-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const name = fc.constantFrom('a', 'a.b', 'a-b', 'a0', 'z', 'ü', '文');
const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => names.join('/'));
/** Paths of which none lies below another. */
const paths = fc
  .uniqueArray(path, { minLength: 1, maxLength: 8 })
  .map((all) => all.filter((one) => !all.some((other) => other !== one && one.startsWith(`${other}/`))));

test('the tree of any change is the one that git makes', async () => {
  let count = 0;
  await fc.assert(
    fc.asyncProperty(paths, fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }), async (all, fates) => {
      const gitDir = join(root, `${(count += 1)}.git`);
      await makeBare(gitDir);
      // 0: stays, 1: is edited or goes, 2: is new.
      const before = all.filter((_, at) => fates[at] !== 2);
      const change = Object.fromEntries(before.map((one) => [one, `${one}\n`]));
      const head = await commitInto(gitDir, { change: { 'always/there': 'x', ...change }, onto: 'main' });
      const files = all.flatMap((one, at): PatchFile[] => {
        if (fates[at] === 0) return [];
        if (fates[at] === 1 && at % 2 === 0) return [{ path: one, mode: null, content: null }];
        return [{ path: one, mode: '100644', content: `new ${at}\n` }];
      });
      const repository = { gitDir, head };
      const base = await readTree(repository);
      const mine = treeAfter(files, base, hashWith('sha1'));
      const { tree } =
        files.length === 0
          ? { tree: await git(['rev-parse', 'main^{tree}'], gitDir) }
          : await writeChange(repository, files);
      expect(mine).toBe(tree);
      rmSync(gitDir, { recursive: true });
    }),
    { numRuns: 25 },
  );
});
