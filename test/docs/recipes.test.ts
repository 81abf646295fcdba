import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWorkflow } from '../../lab/runner/workflow.ts';
import { ROOT, run } from '../cli/run-dispatch.ts';
import { workflowBreaches } from '../walls/workflow-rules.ts';

const page = readFileSync(join(ROOT, 'docs/recipes.md'), 'utf8');

/** The blocks of the page, each with the heading above it. */
const recipes = page.split(/^## /m).flatMap((part) =>
  [...part.matchAll(/```yaml\n([^`]*)```/g)].map(([, text = '']) => ({
    name: part.split('\n')[0] ?? '',
    text,
  })),
);
const configs = recipes.filter(({ text }) => text.startsWith('version: 1'));
const workflows = recipes.filter(({ text }) => text.startsWith('name: '));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'recipes-'));
  mkdirSync(join(folder, '.github'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every block is a configuration or a workflow', () => {
  expect(configs.length).toBeGreaterThan(5);
  expect(workflows.length).toBeGreaterThan(2);
  expect(configs.length + workflows.length).toBe(recipes.length);
});

describe('configurations', () => {
  test.each(configs)('$name: dispatch check has nothing against it', async ({ text }) => {
    writeFileSync(join(folder, '.github/dispatch.yml'), text);
    const { code, out, err } = await run(join(ROOT, 'cli/dispatch'), ['check'], { cwd: folder });
    // Hosts and a private repository do not go together: the page says so.
    const warnings = text.includes('egress:') ? '1 warning' : '0 warnings';
    expect(`${out}${err}`).toContain(`0 errors, ${warnings}`);
    expect(code).toBe(0);
  });

  test('a typing error in one would be found', async () => {
    writeFileSync(
      join(folder, '.github/dispatch.yml'),
      (configs[0]?.text ?? '').replace('preset:', 'prefab:'),
    );
    expect((await run(join(ROOT, 'cli/dispatch'), ['check'], { cwd: folder })).code).toBe(1);
  });
});

describe('workflows', () => {
  test.each(workflows)('$name: the runner reads it, and it keeps to the walls', ({ name, text }) => {
    expect(readWorkflow(text, name).jobs).toHaveLength(1);
    expect(workflowBreaches({ path: name, text })).toEqual([]);
  });

  test('a typing error in one would be found', () => {
    expect(() => readWorkflow((workflows[0]?.text ?? '').replace('runs-on:', 'run-on:'), 'x')).toThrow(
      'run-on',
    );
  });
});
