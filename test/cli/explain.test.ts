import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT, run } from './run-dispatch.ts';

const CONFIG = `version: 1
agents:
  looker:
    description: Looks at history.
    system_prompt: Look.
    preset: reader
    add_tools: [Bash]
    allowed_tools: [Read, 'Bash(git log *)']
  judge:
    description: Judges.
    system_prompt: Judge.
    output_schema: { type: object, properties: { good: { type: boolean }, rank: { type: integer, minimum: 1, maximum: 5 } } }
  reacher:
    description: Reaches out.
    system_prompt: Reach.
    preset: tester
    egress: [registry.npmjs.org]
  keeper:
    description: Keeps notes.
    system_prompt: Keep.
    mcp_servers:
      notes:
        command: [node, notes.mjs]
        tools: { search: { input: { query: { type: string } } } }
`;
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'explain-'));
  mkdirSync(join(folder, '.github'));
  writeFileSync(join(folder, '.github/dispatch.yml'), CONFIG);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const dispatch = (...words: string[]) =>
  run(join(ROOT, 'cli/dispatch'), ['explain', ...words], { cwd: folder });
const lastLine = (text: string) => text.trimEnd().split('\n').at(-1);

test('says how much an answer can tell: bits where it follows a schema, else no bound worth the name', async () => {
  const answer = async (agent: string) => /^answer .*$/m.exec((await dispatch(agent)).out)?.[0];
  // 2 × 5 documents.
  expect(await answer('judge')).toBe('answer     follows output_schema: at most 4 bits a run');
  expect(await answer('looker')).toBe(
    'answer     free text: unbounded for practical purposes, 400000 characters a run',
  );
});

test('says what an agent may do, in words and as JSON', async () => {
  const { code, out } = await dispatch('looker');
  expect(code).toBe(0);
  expect(out).toContain('Read, Grep, Glob, Bash (policy allow_list)');
  expect(out).toContain('Rule of Two: none of A, B and C');
  expect(out).toContain('launch     claude -p --input-format=stream-json');
  expect(lastLine(out)).toBe('may start');
  const json = JSON.parse((await dispatch('looker', '--json')).out) as { compiled: { kind: string } };
  expect(json.compiled.kind).toBe('plan');
});

test.each([
  ['Bash(git log --oneline)', 0, 'allowed (no-objection)'],
  ['Bash(git log --output=x)', 1, 'refused (bash-commands)'],
  ['Read(src/a.ts)', 0, 'allowed'],
  ['Read(/etc/passwd)', 1, 'refused (inside-workspace)'],
  ['Glob(*)', 1, 'refused (listed-tool)'],
  ['Read({"file_path":"a","bogus":1})', 1, 'refused (known-input)'],
  ['Edit(a.ts)', 1, 'refused (listed-tool)'],
])('judges %s', async (call, code, words) => {
  const ended = await dispatch('looker', '--call', call);
  expect(lastLine(ended.out)).toContain(words);
  expect(ended.code).toBe(code);
});

test('says what MCP servers run, and judges their arguments', async () => {
  const { out } = await dispatch('keeper', '--call', 'mcp__notes__search({"query":"a"})');
  expect(out).toContain('MCP server notes: node notes.mjs; mcp__notes__search (not pinned)');
  expect(out).toContain('Rule of Two: A');
  expect(lastLine(out)).toContain('allowed (no-objection)');
  const refused = await dispatch('keeper', '--call', 'mcp__notes__search({"note":"a"})');
  expect(lastLine(refused.out)).toContain('refused (mcp-arguments)');
});

test('says why an agent may not start, and what would change that', async () => {
  const { code, out } = await dispatch('reacher', '--private');
  expect(code).toBe(1);
  expect(out).toContain('Rule of Two: ABC');
  expect(out).toContain('Remove `egress`.');
  expect(lastLine(out)).toBe('may not start');
  expect((await dispatch('reacher')).code).toBe(0);
});

test.each([
  [[], 'name one agent'],
  [['looker', 'other'], 'name one agent'],
  [['looker', '--trigger', 'moon'], '--trigger takes comment, workflow, pull_request'],
  [['looker', '--bogus'], '--bogus'],
  [['looker', '--call', 'Nothing(x)'], 'What Nothing takes is not known here'],
])('%j is misuse and says what to do', async (words, said) => {
  const { code, err } = await dispatch(...words);
  expect(code).toBe(2);
  expect(err).toContain(said);
});

test('an agent that does not exist, a broken and a missing configuration', async () => {
  expect((await dispatch('lookr')).out).toContain('did you mean');
  writeFileSync(join(folder, '.github/dispatch.yml'), 'version: 2\n');
  expect((await dispatch('looker')).out).toContain('.github/dispatch.yml:1:');
  rmSync(join(folder, '.github'), { recursive: true });
  expect((await dispatch('looker')).out).toContain('There is no .github/dispatch.yml here');
});
