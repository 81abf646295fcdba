import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import about from '../../package.json' with { type: 'json' };
import { ROOT, run } from './run-dispatch.ts';

const VERSION = `${about.name} ${about.version}\n`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dispatch command '));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder for the PATH with a `node` that says it is of this version, and does nothing else. */
function fakeNode(version: string): string {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  const script = `#!/bin/sh\n[ "$1" = --version ] && echo v${version} && exit 0\n[ "$1" = -p ] && echo ${version.split('.')[0]} && exit 0\necho "ran $*"\n`;
  writeFileSync(join(bin, 'node'), script, { mode: 0o755 });
  return `${bin}:/usr/bin:/bin`;
}

/** A copy of the command alone, as a package at `place`, without any dependency. */
function loneCommand(place: string): string {
  const root = join(folder, place);
  mkdirSync(join(root, 'cli'), { recursive: true });
  copyFileSync(join(ROOT, 'cli/dispatch'), join(root, 'cli/dispatch'));
  return root;
}

describe('the dispatch command finds itself', () => {
  test('from any folder', async () => {
    expect(await run(join(ROOT, 'cli/dispatch'), ['--version'], { cwd: folder })).toMatchObject({
      code: 0,
      out: VERSION,
    });
  });

  test('through a chain of symlinks, absolute and relative, with spaces in the path', async () => {
    symlinkSync(join(ROOT, 'cli/dispatch'), join(folder, 'first link'));
    symlinkSync('first link', join(folder, 'dispatch'));
    expect(await run(join(folder, 'dispatch'), ['--version'], {})).toMatchObject({ code: 0, out: VERSION });
  });

  test('and runs the built command when it is installed below node_modules', async () => {
    const root = loneCommand('node_modules/agent-dispatch');
    mkdirSync(join(root, 'build/cli'), { recursive: true });
    writeFileSync(join(root, 'build/cli/main.js'), '');
    const { code, out } = await run(join(root, 'cli/dispatch'), ['a b', 'c'], { path: fakeNode('24.1.0') });
    expect({ code, out }).toEqual({
      code: 0,
      out: `ran --no-concurrent-recompilation --no-concurrent-sparkplug ${root}/build/cli/main.js a b c\n`,
    });
  });

  test('and says what is missing when that was never built', async () => {
    const root = loneCommand('node_modules/agent-dispatch');
    const { code, err } = await run(join(root, 'cli/dispatch'), [], { path: fakeNode('24.1.0') });
    expect(code).toBe(1);
    expect(err).toMatch(
      /installed without .*build\/cli\/main\.js: install a package made by 'npm run build'/,
    );
  });
});

describe('the dispatch command finds a Node', () => {
  test('on the PATH, when it is new enough', async () => {
    const root = loneCommand('package');
    writeFileSync(join(root, 'cli/main.ts'), '');
    const { out } = await run(join(root, 'cli/dispatch'), ['x'], { path: fakeNode('26.0.0') });
    expect(out).toBe(`ran --no-concurrent-recompilation --no-concurrent-sparkplug ${root}/cli/main.ts x\n`);
  });

  test('that npm brought along, when the one on the PATH is too old', async () => {
    const result = await run(join(ROOT, 'cli/dispatch'), ['--version'], { path: fakeNode('20.20.2') });
    expect(result).toMatchObject({ code: 0, out: VERSION });
  });

  test('or says which one it found, which it needs, and how to get it', async () => {
    const root = loneCommand('package');
    const { code, err } = await run(join(root, 'cli/dispatch'), ['--version'], { path: fakeNode('20.20.2') });
    expect(code).toBe(1);
    expect(err).toBe(
      `dispatch needs Node 24 or newer, and the Node on the PATH is v20.20.2. Run 'npm install' in ${root}, which brings one along on Linux, or install Node 24 from https://nodejs.org.\n`,
    );
  });
});

describe('the command line', () => {
  const dispatch = (...args: string[]) => run(join(ROOT, 'cli/dispatch'), args, {});

  test('--help fits on one screen and names every command', async () => {
    const { code, out } = await dispatch('--help');
    expect(code).toBe(0);
    expect(out.split('\n').length).toBeLessThanOrEqual(36);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(out).toContain('dispatch start "/dispatch reviewer');
  });

  test('without arguments it shows the help, and that is no success', async () => {
    expect(await dispatch()).toMatchObject({ code: 2, out: (await dispatch('--help')).out });
  });

  test('an unknown command names the nearest one', async () => {
    expect(await dispatch('strat')).toMatchObject({
      code: 2,
      out: '',
      err: "dispatch knows no command 'strat'. Did you mean 'start'? 'dispatch --help' explains them.\n",
    });
  });

  test('an unknown command that is near to none gets the list', async () => {
    const { code, err } = await dispatch('frobnicate');
    expect(code).toBe(2);
    expect(err).toContain('The commands are: init, doctor, start');
  });
});
