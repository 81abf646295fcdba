import { beforeAll, describe, expect, test } from 'vitest';
import { ROOT } from './planted-tree.ts';
import { BREACHES, CLEAN, plantedFiles } from './planted-sinks.ts';
import { githubWrittenByItsWriters, sinksIn } from './sink-rules.ts';
import { GITHUB_WRITERS, INNER_SINKS, NO_TEXT_OF_A_RUN, OUTBOUND_SINKS } from './sink-table.ts';
import { openParameters, programOf } from './sink-types.ts';
import { parse, readTree } from './source-file.ts';

const clean = plantedFiles(CLEAN, 'clean');
const breaches = plantedFiles(
  BREACHES.map(([, text]) => text),
  'breach',
);

describe('every text that leaves through edge/ is an Outbound', () => {
  let program: ReturnType<typeof programOf>;
  beforeAll(() => {
    program = programOf(ROOT, { ...clean, ...breaches });
  }, 120_000);

  test('the sinks take no other text, except for what the table names; the table names nothing else', () => {
    const open = openParameters(program, ROOT, Object.keys(OUTBOUND_SINKS));
    const named = open.map(({ path, parameter }) => `${path} ${parameter}`);
    expect([...new Set(named)].toSorted()).toEqual(Object.keys(NO_TEXT_OF_A_RUN).toSorted());
  });

  test.each(Object.entries(breaches).map(([path], at) => [BREACHES[at]?.[0] ?? '', path]))(
    'a planted sink that accepts %s is caught',
    (_, path) => {
      expect(openParameters(program, ROOT, [path])).not.toEqual([]);
    },
  );

  test.each(Object.entries(clean))('a planted sink that keeps to it is not: %s', (path) => {
    expect(openParameters(program, ROOT, [path])).toEqual([]);
  });

  test('what was planted was read: none of it is a file that the compiler could not follow', () => {
    for (const path of [...Object.keys(clean), ...Object.keys(breaches)]) {
      const file = program.getSourceFile(`${ROOT}${path}`);
      expect(file && program.getSyntacticDiagnostics(file), path).toEqual([]);
      const unresolved = program.getSemanticDiagnostics(file).filter(({ code }) => code === 2307);
      expect(unresolved, path).toEqual([]);
    }
  });
});

test('the table of sinks is the one of the sources: every file in it writes or sends', () => {
  const files = new Map(readTree(ROOT, ['edge']).map((file) => [file.path, parse(file)]));
  for (const path of [...Object.keys(INNER_SINKS), ...Object.keys(OUTBOUND_SINKS)]) {
    const file = files.get(path);
    if (!file) throw new Error(`${path} is gone: take it out of the table`);
    expect(path in GITHUB_WRITERS || sinksIn(file).length > 0, path).toBe(true);
  }
  for (const path of Object.keys(GITHUB_WRITERS)) {
    const moved = { ...(files.get(path) ?? parse({ path, text: '' })), path: 'edge/github/moved.ts' };
    expect(githubWrittenByItsWriters(moved), path).not.toEqual([]);
  }
});
