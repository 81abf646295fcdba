import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { plantTree, ROOT, runTool } from './planted-tree.ts';
import { readTree } from './source-file.ts';

/** Each must fail to compile inside the real core/: a library's types could let one in. */
const PLANTED: Record<string, string> = {
  process: `export const cwd = () => process.cwd();`,
  console: `export const log = (text: string) => console.log(text);`,
  fetch: `export const get = () => fetch('https://example.test');`,
  buffer: `export const bytes = (text: string) => Buffer.from(text);`,
  timer: `export const later = (f: () => void) => setTimeout(f, 1);`,
  files: `import { readFileSync } from 'node:fs';\nexport const read = () => readFileSync('/');`,
  crypto: `export const id = () => crypto.randomUUID();`,
};

let tree: { root: string; remove: () => void };

beforeAll(() => {
  tree = plantTree({});
  cpSync(join(ROOT, 'core'), join(tree.root, 'core'), { recursive: true });
  for (const [name, text] of Object.entries(PLANTED)) {
    writeFileSync(join(tree.root, `core/planted-${name}.ts`), `${text}\n`);
  }
});
afterAll(() => tree.remove());

test('nothing of Node or the browser compiles in core/', async () => {
  const { code, out } = await runTool('tsc', ['-p', 'core', '--pretty', 'false', '--listFiles'], tree.root);
  const planted = [...out.matchAll(/^core\/planted-(\w+)\.ts\(\d+,\d+\): error/gm)].map(
    ([, name = '']) => name,
  );
  expect(code).not.toBe(0);
  expect([...new Set(planted)].toSorted()).toEqual(Object.keys(PLANTED).toSorted());
  for (const { path } of readTree(ROOT, ['core'])) expect(out).toContain(`/${path}\n`);
});

test('core/ compiles', async () => {
  expect((await runTool('tsc', ['-p', 'core', '--pretty', 'false'], ROOT)).out).toBe('');
});
