import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runBounded } from '../../../edge/cage/run-bounded.ts';
import { systemProgram } from '../../../edge/cage/system-program.ts';

const sh = (script: string) => ({ program: '/bin/sh', args: ['-c', script] });

test('output, complaints and exit code come back; nothing of our environment goes in', async () => {
  const ended = await runBounded(sh('echo out; echo err >&2; env | grep -c VITEST; exit 3'), {
    env: {},
    timeoutMs: 5000,
  });
  expect(ended).toEqual({ code: 3, stdout: 'out\n0\n', stderr: 'err\n' });
});

test('a program that hangs is ended with all that it started', async () => {
  const began = Date.now();
  const ended = await runBounded(sh('sleep 60 & sleep 60'), { env: {}, timeoutMs: 200 });
  expect(ended.code).toBeNull();
  expect(Date.now() - began).toBeLessThan(3000);
});

test('a flood is cut off early', async () => {
  const ended = await runBounded(sh('exec yes'), { env: {}, timeoutMs: 10_000, mostOutput: 100_000 });
  expect(ended.code).toBeNull();
  expect(ended.stdout.length).toBeGreaterThan(99_999);
  expect(ended.stdout.length).toBeLessThan(2_000_000);
});

test('a cancellation ends it', async () => {
  const cancelled = AbortSignal.timeout(100);
  const ended = await runBounded(sh('sleep 60'), { env: {}, timeoutMs: 60_000, cancelled });
  expect(ended.code).toBeNull();
});

test('a program that is not there is an exit code, not an accident', async () => {
  expect((await runBounded({ program: '/nowhere/x', args: [] }, { env: {}, timeoutMs: 1000 })).code).toBe(
    127,
  );
  expect((await runBounded({ program: 'no-such-x', args: [] }, { env: {}, timeoutMs: 1000 })).code).toBe(127);
});

test("a program in front of the PATH is not taken for the machine's own", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-path-'));
  const before = process.env['PATH'];
  try {
    writeFileSync(join(folder, 'git'), '#!/bin/sh\necho FAKE\n');
    chmodSync(join(folder, 'git'), 0o755);
    process.env['PATH'] = `${folder}:${before}`;
    expect(systemProgram('git')).toMatch(/^\/(usr\/)?bin\/git$/);
    const asked = await runBounded({ program: 'git', args: ['--version'] }, { env: {}, timeoutMs: 5000 });
    expect(asked.stdout).toMatch(/^git version/);
    // The trap is one: whoever asks the PATH falls into it.
    expect(systemProgram('git', (process.env['PATH'] ?? '').split(':'))).toBe(join(folder, 'git'));
  } finally {
    process.env['PATH'] = before;
    rmSync(folder, { recursive: true });
  }
});
