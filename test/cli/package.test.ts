import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import about from '../../package.json' with { type: 'json' };
import { ROOT, run } from './run-dispatch.ts';

/** The package as someone would install it: our own node_modules beside what is in the tarball. */
let modules: string;

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  modules = join(folder, 'node_modules');
  const installed = join(modules, 'agent-dispatch');
  mkdirSync(installed, { recursive: true });
  const path = process.env['PATH'] ?? '';
  const packed = await run('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder], {
    cwd: ROOT,
    path,
  });
  const tarball = join(folder, packed.out.trim());
  await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components', '1'], {});
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    symlinkSync(join(ROOT, 'node_modules', name), join(modules, name));
  }
}, 60_000);
afterAll(() => rmSync(join(modules, '..'), { recursive: true, force: true }));

test('the installed command runs, on the Node that npm brought', async () => {
  const finished = await run(join(modules, 'agent-dispatch/cli/dispatch'), ['--version'], {});
  expect(finished).toEqual({ code: 0, out: `${about.name} ${about.version}\n`, err: '' });
});

test('every command of the installed package can be loaded', async () => {
  const commands = new URL(`file://${modules}/agent-dispatch/build/cli/commands.js`);
  const load = `const { COMMANDS } = await import(${JSON.stringify(commands.href)}); for (const c of COMMANDS) await c.load();`;
  expect(await run(process.execPath, ['--input-type=module', '--eval', load], {})).toEqual({
    code: 0,
    out: '',
    err: '',
  });
});

test('the package holds what runs, and nothing of our own house', async () => {
  const inside = readdirSync(join(modules, 'agent-dispatch')).toSorted((a, b) => (a < b ? -1 : 1));
  expect(inside).toEqual([
    'LICENSE',
    'README.md',
    'action',
    'action.yml',
    'build',
    'cli',
    'dist',
    'docs',
    'package.json',
  ]);
});
