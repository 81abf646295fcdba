import { expect, test } from 'vitest';
import { begin } from './story.ts';

const config = (schema: string) => `version: 1
agents:
  reviewer:
    description: Judges
    system_prompt: Judge.
    ${schema}
`;
const schema =
  'output_schema: { type: object, properties: { verdict: { type: string, enum: [good, bad] }, line: { type: integer, minimum: 1, maximum: 99 } } }';
const turns = (text: string) => ({
  turns: [
    {
      calls: [
        { tool: 'Read', input: { file_path: 'src/add.js' } },
        { tool: 'Read', input: { file_path: '/smuggled/words' } },
      ],
    },
    { text },
  ],
});
const answer = '{ "line": 7,\n  "verdict": "bad" }';

async function posted(text: string, keys: string): Promise<string> {
  const story = await begin({ model: turns(text), files: { '.github/dispatch.yml': config(keys) } });
  await story.says('/dispatch reviewer look');
  return story.replies()[0]?.at(-1) ?? '';
}

test('an agent with a schema posts its answer written anew, and no word of its calls', async () => {
  const last = await posted(answer, schema);
  expect(last).toMatch(/reviewer is done/);
  expect(last.replaceAll('\\', '')).toContain('{"verdict":"bad","line":7}');
  expect(last).toMatch(/1 tool call allowed, \*\*1 refused\*\*/);
  expect(last).not.toMatch(/smuggled|add\.js/);
}, 90_000);

test('and without one its words and calls are there', async () => {
  const last = await posted(`${answer} and more`, 'model: claude-opus-5-5');
  expect(last).toMatch(/and more[^]*smuggled/);
}, 90_000);

test('what does not follow the schema is not posted', async () => {
  const last = await posted(`${answer} and more`, schema);
  expect(last).toMatch(/does not follow its `output_schema`: it is not JSON/);
  expect(last).not.toMatch(/and more|smuggled/);
}, 90_000);
