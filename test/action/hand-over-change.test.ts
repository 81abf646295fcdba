import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { handOverChange } from '../../action/hand-over-change.ts';
import { report } from '../../action/report.ts';
import { reveal } from '../../core/redact/gate.ts';
import { good } from '../core/output/good-result.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

/* A change leaves the job as it is, or not at all. */

stepFiles();

const KEY = 'dummy-key-0Qw9Er8Ty7Ui6Op5As4Df3Gh2Jk1';
const folder = mkdtempSync(join(tmpdir(), 'hand-over-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const found = (content: string, patch = `+${content}`) => ({
  base: 'a'.repeat(40),
  files: [{ path: 'a.js', mode: '100644' as const, content }],
  patch,
});

test('with its files and their digests', () => {
  const { change, changeFiles } = handOverChange(found('x\n'), quietDesk({ key: KEY }));
  expect(change).toMatchObject({ became: 'made', files: [{ path: 'a.js', mode: '100644' }] });
  if (changeFiles === null || changeFiles.patch === null) throw new Error('nothing left');
  expect(JSON.parse(reveal(changeFiles.json))).toEqual({
    version: 1,
    files: [{ path: 'a.js', content: 'x\n' }],
  });
  expect(reveal(changeFiles.patch)).toBe('+x\n');
});

test.each([
  ['a known secret', `const k = '${KEY}';`],
  ['one in disguise', `// ${[...Buffer.from(KEY).toString('base64')].toReversed().join('')}`],
  ['what looks like one', `const t = '${['ghp', 'DUMMYdummy0123456789DUMMYdummy012345'].join('_')}';`],
])('%s in it keeps all of it back', (_, content) => {
  const { change, changeFiles } = handOverChange(found(content), quietDesk({ key: KEY }));
  expect(change).toMatchObject({ became: 'none', code: 'patch-withheld' });
  expect(changeFiles).toBeNull();
  expect(JSON.stringify(change)).not.toContain(content.slice(10, 30));
});

test('a secret that the change takes out is shown in no patch, and the change stands', () => {
  const token = ['ghp', 'DUMMYdummy0123456789DUMMYdummy012345'].join('_');
  const { change, changeFiles } = handOverChange(found('x', `-${token}\n+x`), quietDesk({ key: KEY }));
  expect(change).toMatchObject({ became: 'made' });
  expect(changeFiles).toMatchObject({ patch: null });
});

test('of a run that hid a secret elsewhere no file of its change lies in the artifact', async () => {
  const desk = quietDesk({ key: KEY });
  const { change, changeFiles } = handOverChange(found('x\n'), desk);
  const hidden = [...Buffer.from(KEY).toString('base64')].toReversed().join('');
  const delivery = { folder, desk, record: null, times: null, change: changeFiles };
  await report({ ...good, text: hidden, ...(change === null ? {} : { change }) }, delivery);
  expect(readdirSync(folder).toSorted()).toEqual(['report.html', 'result.json', 'summary.md']);
  await report({ ...good, ...(change === null ? {} : { change }) }, { ...delivery, desk: quietDesk({}) });
  expect(readdirSync(folder)).toContain('changes.json');
});
