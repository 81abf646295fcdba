import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plantTree, ROOT, runTool } from './planted-tree.ts';
import { FOLDERS, readTree } from './source-file.ts';
import { WALL_LINT_RULES } from './silence-rules.ts';

/** What oxlint reports, in the part we read. `code` is `plugin(rule)`. */
type Report = {
  number_of_files: number;
  diagnostics: { code: string; filename: string; labels: { span: { line: number } }[] }[];
};

/** Uses of the environment and the like where they are allowed. */
const CLEAN = {
  'core/date.ts': `export const at = (iso: string) => new Date(iso).getTime();\n`,
  'action/inputs.ts': `export const inputs = () => process.env;\n`,
  'app/env.ts': `export const settings = () => process.env['PORT'];\n`,
  'cli/main.ts': `export const home = process.env['HOME'];\nconsole.log(home);\n`,
  'test/some.test.ts': `export const path = process.env['PATH'];\n`,
  'vitest.config.ts': `export default {};\n`,
};

/** One planted line each: the file, the line, the rule of the linter that reports it. */
const PLANTED: [path: string, text: string, rule: string][] = [
  ['core/clock.ts', `export const now = () => Date.now();`, 'no-restricted-properties'],
  ['core/computed-clock.ts', `export const now = () => Date['now']();`, 'no-restricted-properties'],
  ['core/taken-clock.ts', `export const { now } = Date;`, 'no-restricted-properties'],
  ['core/dice.ts', `export const dice = () => Math.random();`, 'no-restricted-properties'],
  ['core/world.ts', `export const world = () => globalThis;`, 'no-restricted-globals'],
  ['core/later.ts', `export const later = (f: () => void) => setTimeout(f, 1);`, 'no-restricted-globals'],
  ['core/network.ts', `export const get = () => fetch('https://example.test');`, 'no-restricted-globals'],
  ['core/uuid.ts', `export const id = () => crypto.randomUUID();`, 'no-restricted-globals'],
  ['core/bytes.ts', `export const bytes = (text: string) => Buffer.from(text);`, 'no-restricted-globals'],
  ['core/log.ts', `export const log = (text: string) => console.log(text);`, 'no-console'],
  ['core/default.ts', `export default 1;`, 'no-default-export'],
  ['action/network.ts', `export const get = () => fetch('https://example.test');`, 'no-restricted-globals'],
  ['app/network.ts', `export const get = () => fetch('https://example.test');`, 'no-restricted-globals'],
  ['action/log.ts', `export const log = (text: string) => console.log(text);`, 'no-console'],
  ['app/log.ts', `export const log = (text: string) => console.info(text);`, 'no-console'],
  ['edge/log.ts', `export const log = (text: string) => console.error(text);`, 'no-console'],
  ['edge/binding.ts', `export const b = () => process.binding('spawn_sync');`, 'no-restricted-properties'],
  [
    'lab/builtin.ts',
    `export const b = () => process.getBuiltinModule('node:child_process');`,
    'no-restricted-properties',
  ],
  ['edge/env.ts', `export const key = () => process.env['ANTHROPIC_API_KEY'];`, 'no-process-env'],
  ['action/env.ts', `export const key = () => process.env['ANTHROPIC_API_KEY'];`, 'no-process-env'],
  ['app/other-env.ts', `export const key = () => process.env['WEBHOOK_SECRET'];`, 'no-process-env'],
  ['lab/env.ts', `export const path = () => process.env['PATH'];`, 'no-process-env'],
  ['edge/eval.ts', `export const run = (code: string) => eval(code);`, 'no-eval'],
  ['edge/new-function.ts', `export const run = (code: string) => new Function(code);`, 'no-new-func'],
  ['edge/implied-eval.ts', `export const run = () => setTimeout('start()', 1);`, 'no-implied-eval'],
  ['edge/index.ts', `export * from './env.ts';`, 'no-barrel-file'],
];

describe('the walls that the linter holds up', () => {
  let planted: { root: string; remove: () => void };
  let clean: { root: string; remove: () => void };

  beforeAll(() => {
    clean = plantTree(CLEAN);
    planted = plantTree({
      ...CLEAN,
      ...Object.fromEntries(PLANTED.map(([path, text]) => [path, `${text}\n`])),
    });
  });
  afterAll(() => {
    clean.remove();
    planted.remove();
  });

  test('what is allowed where it stands is not reported, and every file was seen', async () => {
    const report = await lint(clean.root, ['.']);
    expect(broken(report)).toEqual([]);
    expect(report.number_of_files).toBe(Object.keys(CLEAN).length);
  });

  test('every planted violation is reported, by its rule, and nothing else is', async () => {
    const report = await lint(planted.root, ['.']);
    expect(broken(report)).toEqual(PLANTED.map(([path, , rule]) => `${path}:1 breaks ${rule}`).toSorted());
  });

  test('every rule that holds up a wall has a planted violation', () => {
    expect([...new Set(PLANTED.map(([, , rule]) => rule))].toSorted()).toEqual(WALL_LINT_RULES.toSorted());
  });

  test('this repository keeps to them, and every file of it was seen', async () => {
    const report = await lint(ROOT, FOLDERS);
    expect(broken(report)).toEqual([]);
    expect(report.number_of_files).toBe(readTree(ROOT).length);
  });
});

async function lint(root: string, paths: readonly string[]): Promise<Report> {
  const { out } = await runTool(
    'oxlint',
    ['--format', 'json', '--no-error-on-unmatched-pattern', ...paths],
    root,
  );
  return JSON.parse(out);
}

/** The reports of rules that hold up a wall; `npm run check` looks at all the others. */
function broken({ diagnostics }: Report): string[] {
  return diagnostics
    .map(({ code, filename, labels }) => ({
      rule: /\((.*)\)/.exec(code)?.[1] ?? code,
      filename,
      line: labels[0]?.span.line,
    }))
    .filter(({ rule }) => WALL_LINT_RULES.some((name) => name === rule))
    .map(({ rule, filename, line }) => `${filename}:${line} breaks ${rule}`)
    .toSorted();
}
