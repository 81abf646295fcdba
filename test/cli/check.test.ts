import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { annotationOf } from '../../core/config/sarif.ts';
import { ROOT, run } from './run-dispatch.ts';

const agent = (name: string, more = '') => `  ${name}:\n    description: x\n    system_prompt: y\n${more}`;
const sound = `version: 1\nagents:\n${agent('reader', '    preset: reader\n')}${agent(
  'tester',
  '    preset: tester\n    egress: [registry.npmjs.org]\n    triggers: [workflow]\n',
)}`;
const broken = `version: 1\nagents:\n${agent('reader', '    tools: [Raed]\n    budget_usd: 0\n')}`;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'check-'));
  mkdirSync(join(folder, '.github'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function check(config: string, ...words: string[]) {
  writeFileSync(join(folder, '.github/dispatch.yml'), config);
  return run(join(ROOT, 'cli/dispatch'), ['check', ...words], { cwd: folder });
}

test('a sound configuration: each agent under each of its triggers, and the worst price', async () => {
  const { code, out } = await check(sound);
  expect(code).toBe(0);
  expect(out).toMatch(/^reader by comment +Read, Grep, Glob, at most \$1$/m);
  expect(out).toMatch(/^reader by workflow /m);
  expect(out).toMatch(
    /^tester by workflow .*reaches registry\.npmjs\.org, at most \$2 \(not in a private repository\)$/m,
  );
  expect(out).not.toContain('tester by comment');
  expect(out.trimEnd().split('\n').at(-1)).toBe('3 agents and triggers, 0 problems, at most $2 a run');
});

test('a broken one: every problem with its place', async () => {
  const { code, out } = await check(broken);
  expect(code).toBe(1);
  expect(out).toMatch(/^\.github\/dispatch\.yml:6:13: .*Raed/m);
  expect(out).toMatch(/^\.github\/dispatch\.yml:7:17: .*budget_usd/m);
  expect(out).toContain('2 problems');
});

test('a model without a price is a problem, too', async () => {
  const { code, out } = await check(`version: 1\nagents:\n${agent('a', '    model: some-model\n')}`);
  expect(code).toBe(1);
  expect(out).toContain('REFUSED');
  expect(out).toContain('some-model');
});

test('as JSON, as SARIF and as lines for the runner', async () => {
  const json = JSON.parse((await check(broken, '--format', 'json')).out) as { problems: object[] };
  expect(json.problems).toHaveLength(2);
  const sarif = JSON.parse((await check(broken, '--format', 'sarif')).out) as {
    version: string;
    runs: { tool: { driver: { name: string; rules: { id: string }[] } }; results: object[] }[];
  };
  expect(sarif.version).toBe('2.1.0');
  expect(sarif.runs[0]?.tool.driver).toMatchObject({ name: 'agent-dispatch', rules: [{ id: 'config' }] });
  expect(sarif.runs[0]?.results[0]).toMatchObject({
    ruleId: 'config',
    level: 'error',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: '.github/dispatch.yml' },
          region: { startLine: 6, startColumn: 13 },
        },
      },
    ],
  });
  const lines = (await check(broken, '--format', 'github')).out;
  expect(lines).toMatch(/^::error file=\.github\/dispatch\.yml,line=6,col=13,title=agent-dispatch::/m);
});

test('nothing in a problem ends its command or begins another', () => {
  const problem = { file: 'a,b:c\n', line: 1, column: 2, key: '', message: 'x\n::error::y%', remedy: 'z\r' };
  expect(annotationOf(problem)).toBe(
    '::error file=a%2Cb%3Ac%0A,line=1,col=2,title=agent-dispatch::x%0A::error::y%25 z%0D',
  );
});

test.each([
  [['--format', 'xml'], '--format takes'],
  [['more'], 'more is too much'],
  [['--bogus'], '--bogus'],
])('%j is misuse and says what to do', async (words, said) => {
  const { code, err } = await check(sound, ...words);
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test('a missing configuration is named', async () => {
  const { code, err } = await check(sound, '--config', 'none.yml');
  expect(code).toBe(1);
  expect(err).toContain('There is no none.yml here');
});
