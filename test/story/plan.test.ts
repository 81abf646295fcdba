import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lastToolResults } from '../../lab/model/script.ts';
import { begin, type Story } from './story.ts';

/* The real CLI proposes a plan over its own pipe, and the run after the approval is held to it call by call. */

const config = `version: 1
agents:
  fixer:
    description: Mends
    system_prompt: You mend.
    tools: [Read, Edit, Write, Bash]
    allowed_tools: [Read, 'Edit(src/**)', 'Write(src/**)', 'Bash(cat *)', 'Bash(ls *)']
    require_plan: true
`;
const files = { '.github/dispatch.yml': config };
const PROPOSE = 'mcp__dispatch__propose_plan';
const plan = { steps: ['Mend the sum.'], paths: ['src/add.js'], commands: ['cat src/add.js'], cost_usd: 0.5 };
const FIXED = 'export const add = (a, b) => a + b;\n';

type Call = { tool: string; input: Record<string, unknown> };
const write = (path: string): Call => ({
  tool: 'Write',
  input: { file_path: `/workspace/${path}`, content: FIXED },
});
const read: Call = { tool: 'Read', input: { file_path: '/workspace/src/add.js' } };
const bash = (command: string): Call => ({ tool: 'Bash', input: { command } });
const propose = (differing: object = {}): Call => ({ tool: PROPOSE, input: { ...plan, ...differing } });

async function told(first: readonly Call[], second: readonly Call[] = []) {
  const heard: string[] = [];
  const offered: string[][] = [];
  const story = await begin({
    files,
    model: (request, turn) => {
      heard.push(...lastToolResults(request).map(({ text }) => text));
      const names = (request.tools ?? []).map(({ name }) => name);
      if (turn === 0) offered.push(names);
      const call = (names.includes(PROPOSE) ? first : second)[turn];
      return call === undefined ? { text: 'That is it.' } : { calls: [call] };
    },
  });
  story.github.createUser('rosa');
  story.github.setRole(story.repository, 'rosa', 'write');
  await story.says('/dispatch fixer mend the sum');
  return { ...story, heard, offered };
}

async function approve(story: Story): Promise<string> {
  const body = story.replies().at(-1)?.[0] ?? '';
  await story.says(/`(\/dispatch approve \w+ \w+)`/.exec(body)?.[1] ?? '', 'rosa');
  return story.replies().at(-1)?.at(-1) ?? '';
}

/** The records of all runs, oldest first. */
function records(story: Story): Record<string, unknown>[][] {
  return globSync(join(story.root, 'runner/**/audit.jsonl'))
    .map((file) =>
      readFileSync(file, 'utf8')
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { entry: Record<string, unknown> }).entry),
    )
    .toSorted(([one], [other]) => String(one?.['at']).localeCompare(String(other?.['at'])));
}

test('a plan is proposed, approved and kept to: what is not in it is refused and on record', async () => {
  const story = await told(
    [write('src/add.js'), propose({ commands: ['rm -rf src'] }), propose()],
    [
      read,
      write('src/add.js'),
      write('src/other.js'),
      bash('cat src/add.js'),
      bash('ls src'),
      bash('cat src/add.js; ls src'),
    ],
  );
  expect(story.offered[0]?.filter((name) => name !== 'DeferredToolPlaceholder')).toEqual(['Read', PROPOSE]);
  expect(story.offered).toHaveLength(1);
  expect(story.heard.join('\n')).toMatch(
    /the command "rm -rf src" is not within .*cat \*, ls \*.*propose again/,
  );
  expect(story.heard.join('\n')).toContain('Taken.');
  expect(story.replies()).toHaveLength(2);
  expect(story.replies()[0]?.at(-1)).toContain('fixer is done');
  const asked = story.replies()[1]?.[0] ?? '';
  expect(asked).toContain('fixer waits for approval');
  expect(asked).toContain('**writes**: `src/add.js`');
  expect(asked).toContain('**runs**: `cat src/add.js`');

  const last = await approve(story);
  expect(story.offered).toHaveLength(2);
  expect(story.offered[1]).not.toContain(PROPOSE);
  expect(last).toContain('fixer is done');
  expect(last).toMatch(/3 tool calls allowed, \*\*3 refused\*\*/);
  expect(last.match(/\(rule `outside-plan`\)/g)).toHaveLength(3);
  const [first = [], second = []] = records(story);
  expect(first).toContainEqual(
    expect.objectContaining({ type: 'output', kind: 'propose_plan', became: 'accepted' }),
  );
  expect(second[0]).toMatchObject({ type: 'start', approved_by: 'rosa' });
  expect(second.filter(({ rule }) => rule === 'outside-plan')).toHaveLength(3);
  expect(second.filter(({ type, verdict }) => type === 'asked' && verdict === 'allow')).toHaveLength(3);
  const prompts = story.model.requests.map(({ body }) => JSON.stringify(body)).join('\n');
  expect(prompts).toContain('a person approved it');
  expect(story.github.violations).toEqual([]);
}, 120_000);

test('an agent that ends without a plan has failed, and its comment says so', async () => {
  const story = await told([]);
  expect(story.replies()).toHaveLength(1);
  const body = story.replies()[0]?.at(-1) ?? '';
  expect(body).toContain('fixer failed');
  expect(body).toContain('has to propose a plan before it does anything');
  expect(body).toContain('That is it.');
}, 60_000);
