import { afterEach, expect, test, vi } from 'vitest';
import type * as judging from '../../core/output/patch/judge-patch.ts';
import type * as gates from '../../app/job-gate.ts';
import { file, makePatchWorld, proposing } from './patch-world.ts';
import { WEBHOOK_SECRET } from './world.ts';

/* M07 and M34: without the second judgement, and without the gate, all that a hostile runner lists is pushed. */

vi.mock('../../core/output/patch/judge-patch.ts', async (original): Promise<typeof judging> => ({
  ...(await original<typeof judging>()),
  judgePatch: () => null,
}));

vi.mock('../../app/job-gate.ts', async (original): Promise<typeof gates> => {
  const { gate, orNotice } = await import('../../core/redact/gate.ts');
  const open = async (text: string) => orNotice(gate(text, 'output', { secrets: {} }), 'output');
  const real = await original<typeof gates>();
  return { ...real, openJobGate: (...given) => ({ ...real.openJobGate(...given), name: open }) };
});

let lab: Awaited<ReturnType<typeof makePatchWorld>> | undefined;
afterEach(() => lab?.world.end());

test('without them twins, programs, owners and secrets are on the branch', async () => {
  lab = await makePatchWorld(
    proposing([
      file('src/ADD.js', 'x'),
      file('x.sh', 'x', '100755'),
      file('docs/CODEOWNERS', '* @mallory'),
      file('a.js', `'${WEBHOOK_SECRET}'`),
    ]),
  );
  await lab.dispatches();
  const [branch = ''] = await lab.branches();
  const tree = await lab.git('ls-tree', '-r', branch);
  expect(tree).toMatch(/100755 blob \w+\tx\.sh/);
  expect(tree).toMatch(/\tsrc\/ADD\.js\n[^]*\tsrc\/add\.js/);
  expect(tree).toContain('docs/CODEOWNERS');
  expect(await lab.git('show', `${branch}:a.js`)).toContain(WEBHOOK_SECRET);
});
