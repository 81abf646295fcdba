import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { accident } from '../../action/accident.ts';
import { report } from '../../action/report.ts';
import { makeResult } from '../../action/result.ts';
import { Fault } from '../../core/fault.ts';
import type { Result } from '../../core/output/result.ts';
import { quietDesk } from './quiet-desk.ts';
import { stepFiles } from './step-files.ts';

const deliver = (result: Result) => report(result, { folder, desk: quietDesk(), record: null, times: null });
const done = makeResult(
  { authority: null, agent: 'reviewer', durationMs: 1 },
  { verdict: { outcome: 'success', cause: null, text: 'All is well.' } },
);

const { folder, read } = stepFiles();
beforeEach(() => rmSync(join(folder, 'result.json'), { force: true }));

test('a result that can be written everywhere is a success', async () => {
  expect(await deliver(done)).toBe(0);
  expect(JSON.parse(read('result.json'))).toMatchObject({ outcome: 'success' });
  expect(read('GITHUB_OUTPUT')).toMatch(/outcome<<[^]*success/);
});

test('what was masked is counted, in the result and below the answer', async () => {
  const token = 'ghp_Zq7RkW2mXv9TbL4cYd8NfJ3hPs6GaE5uQw1K';
  expect(await deliver({ ...done, text: `First ${token}, then ${token}.` })).toBe(0);
  const written = JSON.parse(read('result.json')) as Result;
  expect(written.text).toBe('First [redacted: github-token], then [redacted: github-token].');
  expect(written.masked).toEqual([{ kind: 'github-token', count: 2 }]);
  const page = read('GITHUB_STEP_SUMMARY');
  expect(page).toContain('**2 secrets masked** (github-token)');
  expect(await deliver(done)).toBe(0);
  expect(read('result.json')).not.toContain('masked');
});

test.runIf(existsSync('/dev/full'))(
  'with no room for the artifact the outputs still say how it ended, and it is no success',
  async () => {
    symlinkSync('/dev/full', join(folder, 'result.json'));
    expect(await deliver(done)).toBe(1);
    expect(read('GITHUB_OUTPUT')).toMatch(/outcome<<\S+\nfailed\n[^]*All is well\./);
    // Half a result would be taken for a forged one.
    expect(existsSync(join(folder, 'result.json'))).toBe(false);
  },
);

test('a full disk is called that, wherever it shows', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  expect(accident(full)).toMatchObject({ code: 'disk-full', because: expect.stringContaining('ENOSPC') });
  const wrapped = new Fault('workspace-unusable', 'x', 'y', { cause: full });
  expect(accident(wrapped).code).toBe('disk-full');
  expect(accident(new Fault('workspace-unusable', 'x', 'y')).code).toBe('workspace-unusable');
  expect(accident(new TypeError('x')).code).toBe('bug');
});
