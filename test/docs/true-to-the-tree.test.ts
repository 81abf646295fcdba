import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import about from '../../package.json' with { type: 'json' };
import { ROOT } from '../cli/run-dispatch.ts';

const pages = globSync(['*.md', 'docs/**/*.md', 'lab/**/README.md'], {
  cwd: ROOT,
  exclude: ['lab/demo/**'],
});
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

/** Paths from the root that a page names; `NAME` stands for a file that somebody is yet to write. */
function pathsIn(text: string): string[] {
  const found = text.match(/(?<![\w./:-])(?:core|edge|action|app|cli|lab|test|bench|docs)\/[\w.][\w./-]*/g);
  return (found ?? []).map((path) => path.replace(/[./]+$/, '')).filter((path) => !path.includes('NAME'));
}

function linksIn(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target ?? '');
  return targets.filter((target) => !/^https?:/.test(target)).map((target) => join(dirname(page), target));
}

test('the pages are found', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'SECURITY.md', 'docs/ARCHITECTURE.md']));
  expect(pages.flatMap((page) => pathsIn(read(page))).length).toBeGreaterThan(40);
});

test.each(pages)('what %s names is there', (page) => {
  const missing = [...pathsIn(read(page)), ...linksIn(page)].filter((path) => !existsSync(join(ROOT, path)));
  expect(missing).toEqual([]);
});

test('every claim of SECURITY.md names the test files that prove it', () => {
  const table = /## Claims, and where each is tested\n([^#]*)/.exec(read('SECURITY.md'))?.[1] ?? '';
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);
  expect(rows.length).toBeGreaterThan(9);
  for (const row of rows) {
    const proofs = pathsIn(row.split('|')[2] ?? '');
    expect(proofs.length, row).toBeGreaterThan(0);
    expect(
      proofs.filter((path) => !path.endsWith('.test.ts')),
      row,
    ).toEqual([]);
  }
});

test('every known gap says what an operator can do', () => {
  const table = /## Known gaps\n([^#]*)/.exec(read('SECURITY.md'))?.[1] ?? '';
  const rows = table
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.length).toBeGreaterThan(9);
  for (const [, gap = '', action = ''] of rows) {
    expect(gap.length, gap).toBeGreaterThan(20);
    expect(action.length, gap).toBeGreaterThan(15);
  }
});

test.each(pages)('the commands that %s names are there', (page) => {
  const named = [...read(page).matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
  expect(named.filter((name) => !Object.hasOwn(about.scripts, name))).toEqual([]);
});

test('every page of docs/ is in its index', () => {
  const index = linksIn('docs/README.md');
  const missing = globSync('docs/*.md', { cwd: ROOT }).filter(
    (page) => page !== 'docs/README.md' && !index.includes(page),
  );
  expect(missing).toEqual([]);
});

describe('docs/app.md', () => {
  test('explains the variables that the app reads, and no others', () => {
    const source = read('app/env.ts') + read('app/env-keeping.ts');
    const variables = [...source.matchAll(/(?:text|key)\(env, '(\w+)'|env\['(\w+)'\]/g)].map(
      (m) => m[1] ?? m[2] ?? '',
    );
    expect(variables.length).toBeGreaterThan(8);
    const table = /\n(\| Variable[^]*?)\n\n/.exec(read('docs/app.md'))?.[1] ?? '';
    const explained = [...table.matchAll(/`([A-Z][A-Z_]{3,})`/g)].map(([, name]) => name);
    expect(new Set(explained)).toEqual(new Set(variables));
  });
});

test('the architecture fits on one page', () => {
  expect(read('docs/ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(70);
});
