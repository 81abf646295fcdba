import { afterEach, expect, test, vi } from 'vitest';
import type * as kept from '../../core/output/keep/kept.ts';
import type * as rechecking from '../../core/output/recheck.ts';
import { keeping, makeFilesWorld } from './files-world.ts';

/* M33: without the comparison, and without the second look at the output, what a hostile runner lists is told. */

vi.mock('../../core/output/keep/kept.ts', async (original): Promise<typeof kept> => ({
  ...(await original<typeof kept>()),
  otherFiles: () => null,
}));
vi.mock('../../core/output/recheck.ts', async (original): Promise<typeof rechecking> => ({
  ...(await original<typeof rechecking>()),
  recheckOutputs: () => null,
}));

let made: Awaited<ReturnType<typeof makeFilesWorld>> | undefined;
afterEach(() => made?.world.end());

test.each<[string, Parameters<typeof keeping>]>([
  ['another file', [{ 'a.md': 'one' }, { beside: { 'files/a.md': 'evil' } }]],
  ['one file more', [{ 'a.md': 'one' }, { beside: { 'files/b.md': 'evil' } }]],
  ['a page', [{ 'a.html': '<script>' }]],
  ['a device', [{ 'con.md': 'x' }]],
])('%s is told as if it were that of the run', async (_, given) => {
  made = await makeFilesWorld(keeping(...given));
  expect(made.told).toMatch(/✅[^]*Artifact with 1 file/);
});
