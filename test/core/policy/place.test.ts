import { describe, expect, test } from 'vitest';
import { pathsOf, spellingsOf, withPlaces } from '../../../core/policy/call-paths.ts';
import { follow, type Seen } from '../../../core/policy/place.ts';
import { resolveInCage } from '../../../core/policy/paths.ts';

const world: Record<string, Seen> = {
  '/workspace': { kind: 'folder' },
  '/workspace/src': { kind: 'folder' },
  '/workspace/src/a.ts': { kind: 'file', names: 1 },
  '/workspace/src/twin.ts': { kind: 'file', names: 3 },
  '/workspace/to-file': { kind: 'link', target: 'src/a.ts' },
  '/workspace/to-folder': { kind: 'link', target: './src/' },
  '/workspace/to-twin': { kind: 'link', target: 'to-folder/twin.ts' },
  '/workspace/src/up': { kind: 'link', target: '..' },
  '/workspace/out': { kind: 'link', target: '/etc' },
  '/workspace/back': { kind: 'link', target: '/workspace/src' },
  '/workspace/climbs': { kind: 'link', target: '../../../etc' },
  '/workspace/loop': { kind: 'link', target: 'loop' },
  '/workspace/shut': { kind: 'closed' },
};
const look = (path: string): Seen => world[path] ?? { kind: 'nothing' };
const place = (path: string) => follow(path, '/workspace', look);

describe('following a path through the links of the cage', () => {
  test.each([
    ['/workspace', '/workspace'],
    ['/workspace/src/a.ts', '/workspace/src/a.ts'],
    ['/workspace/to-file', '/workspace/src/a.ts'],
    ['/workspace/to-folder/a.ts', '/workspace/src/a.ts'],
    ['/workspace/src/up/to-file', '/workspace/src/a.ts'],
    ['/workspace/back/a.ts', '/workspace/src/a.ts'],
    ['/workspace/new/file', '/workspace/new/file'],
    ['/workspace/out/passwd', '/etc/passwd'],
    ['/workspace/climbs/passwd', '/etc/passwd'],
    ['/tmp/x', '/tmp/x'],
    // Not below the workspace although it begins like it.
    ['/workspacex/shut', '/workspacex/shut'],
  ])('%s is %s', (path, real) => {
    expect(place(path)).toEqual({ path: real, names: 1 });
  });

  test('tells how many names a file has, and not those of a folder on the way', () => {
    expect(place('/workspace/src/twin.ts')).toEqual({ path: '/workspace/src/twin.ts', names: 3 });
    expect(place('/workspace/to-twin')).toEqual({ path: '/workspace/src/twin.ts', names: 3 });
  });

  test('says so when it cannot tell', () => {
    expect(place('/workspace/shut/a')).toEqual({ unknown: '/workspace/shut cannot be looked at' });
    expect(place('/workspace/loop')).toEqual({
      unknown: '/workspace/loop leads through more than 40 links',
    });
  });

  test('goes through as many links as Linux does, and no more', () => {
    const chain = (links: number) =>
      follow('/workspace/0', '/workspace', (path) => {
        if (path === '/workspace') return { kind: 'folder' };
        const at = Number(path.slice('/workspace/'.length));
        return at < links ? { kind: 'link', target: String(at + 1) } : { kind: 'file', names: 2 };
      });
    expect(chain(40)).toEqual({ path: '/workspace/40', names: 2 });
    expect(chain(41)).toEqual({ unknown: '/workspace/40 leads through more than 40 links' });
  });

  test('asks about nothing outside the workspace', () => {
    const asked: string[] = [];
    follow('/etc/../workspace/out/passwd', '/workspace', (path) => {
      asked.push(path);
      return look(path);
    });
    expect(asked).toEqual(['/workspace', '/workspace/out']);
  });
});

describe('the paths of a call', () => {
  const call = { tool: 'Grep', input: { pattern: 'x', path: '../to-file' }, actor: 'main' };

  test('are relative to the folder that the agent starts in', () => {
    expect(resolveInCage('a', 'src')).toBe('/workspace/src/a');
    expect(pathsOf(call, { workingDir: 'src' })[0]?.resolved).toBe('/workspace/to-file');
    expect(pathsOf(call, {})[0]?.resolved).toBe('/to-file');
  });

  test('are judged by how they read and by what they are', () => {
    const seen = withPlaces(call, { workingDir: 'src' }, place);
    expect(spellingsOf(pathsOf(seen, { workingDir: 'src' }))).toEqual([
      '/workspace/to-file',
      '/workspace/src/a.ts',
    ]);
    expect(withPlaces({ ...call, input: { pattern: 'x' } }, {}, place)).not.toHaveProperty('places');
    expect(withPlaces({ ...call, input: null }, {}, place)).toEqual({ ...call, input: null });
  });

  test('are told once where they are what they read, or where that is not known', () => {
    const spellings = (path: string) =>
      spellingsOf(pathsOf(withPlaces({ ...call, input: { path } }, {}, place), {}));
    expect(spellings('src/a.ts')).toEqual(['/workspace/src/a.ts']);
    expect(spellings('shut/a')).toEqual(['/workspace/shut/a']);
    expect(spellingsOf(pathsOf({ ...call, input: { path: 'to-file' } }, {}))).toEqual(['/workspace/to-file']);
  });

  test('are all that it names, each with what it is on disk', () => {
    const both = { ...call, input: { path: 'to-twin', file_path: 'src' } };
    expect(pathsOf(withPlaces(both, {}, place), {})).toEqual([
      { given: 'src', resolved: '/workspace/src', place: { path: '/workspace/src', names: 1 } },
      {
        given: 'to-twin',
        resolved: '/workspace/to-twin',
        place: { path: '/workspace/src/twin.ts', names: 3 },
      },
    ]);
    expect(pathsOf({ ...call, input: { path: 1 } }, {})).toEqual([]);
  });
});
