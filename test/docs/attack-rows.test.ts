import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/* docs/attack-rows.md says which test shows a row: that test has to be there, and to speak of the row. */

const docs = join(import.meta.dirname, '../../docs');
const page = readFileSync(join(docs, 'attack-rows.md'), 'utf8');
/** The tests that the page names by a word, which it links once. */
const named = new Map(
  [...page.matchAll(/\[([a-z-]+)\]\((\.\.\/test\/[^)]+\.test\.ts)\)/g)].map(
    ([, name = '', path = '']) => [name, path] as const,
  ),
);
const rows = [...page.matchAll(/^\| ([A-Z]\d\d) +\|(.*)\|$/gm)].map(([, id = '', cells = '']) => ({
  id,
  cells,
}));

function testsOf(cells: string): string[] {
  const linked = [...cells.matchAll(/\((\.\.\/test\/[^)]+)\)/g)].map(([, path = '']) => path);
  const words = [...named].filter(([name]) => new RegExp(`(?<![\\w[/-])${name}(?![\\w.-])`).test(cells));
  return [...new Set([...linked, ...words.map(([, path]) => path)])];
}

const textOf = (path: string) => readFileSync(join(docs, path), 'utf8');

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(25);
});

describe.each(rows)('$id', ({ id, cells }) => {
  test('names tests that are there, one of which speaks of it', () => {
    const tests = testsOf(cells);
    expect(tests.filter((path) => !existsSync(join(docs, path)))).toEqual([]);
    expect(tests.filter((path) => textOf(path).includes(id))).not.toEqual([]);
  });
});

/** What the last cell of each row says, those without an id too: what happens with the layer off. */
const withoutLayer = [...page.matchAll(/^\| (?:[A-Z]\d\d|–) +\| *(.+?) *\|.*\| *(.*?) *\|$/gm)];

test.each(withoutLayer.map(([, attack = '', off = '']) => [attack, off]))(
  'it is told what happens with the layer off: %s',
  (_, off) => expect(off).not.toMatch(/^–?$/),
);

test('workers, what they spend and what they hand on have their rows', () => {
  const wanted = ['W01', 'W03', 'W04', 'W05', 'W06', 'W07', 'M24', 'M31', 'P07'];
  expect(wanted.filter((row) => !rows.some(({ id }) => id === row))).toEqual([]);
  expect(withoutLayer.length).toBeGreaterThan(rows.length);
});

test('a row that nobody speaks of is found', () => {
  expect(testsOf('| x | handing-back |').some((path) => textOf(path).includes('M99'))).toBe(false);
  expect(testsOf('| x | handing-back |')).toEqual(['../test/app/attacks/handing-back.test.ts']);
});
