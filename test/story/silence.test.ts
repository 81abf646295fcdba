import { expect, test } from 'vitest';
import { begin, shippedConfig } from './story.ts';

/** What must do nothing at all: no run, no comment, no reaction. */
async function expectSilence(story: Awaited<ReturnType<typeof begin>>, comment: number) {
  expect(story.replies()).toEqual([]);
  expect(story.github.runs).toHaveLength(0);
  expect(story.reactions(comment)).toEqual([]);
  expect(story.github.violations).toEqual([]);
}

const notCommands: [string, string][] = [
  ['in a quote', '> /dispatch reviewer look\n\nWhat did this do?'],
  ['in a fence', '```\n/dispatch reviewer look\n```'],
  ['in an indented block', 'text\n\n    /dispatch reviewer look'],
  ['in inline code', 'Write `/dispatch reviewer look` to start it.'],
  ['in an HTML comment', '<!--\n/dispatch reviewer look\n-->'],
  ['in a fence, below an empty line', '```\n\n/dispatch reviewer look\n\n```'],
  ['in a long HTML comment', '<!--\n\n/dispatch reviewer look\n\n-->'],
  ['in details, below an empty line', '<details>\n\n/dispatch reviewer look\n\n</details>'],
  ['in an e-mail reply', 'I would not.\n\nOn Monday, Ada wrote:\n> /dispatch reviewer look'],
  ['in details', '<details>\n/dispatch reviewer look\n</details>'],
  ['in a list', '- /dispatch reviewer look'],
  ['in the middle of a line', 'please /dispatch reviewer look'],
  ['with a fullwidth slash', '／dispatch reviewer look'],
  ['as another word', '/dispatcher reviewer look'],
];

test('a command that is only shown is not obeyed', async () => {
  const story = await begin();
  for (const [, body] of notCommands) await expectSilence(story, await story.says(body));
});

test('a comment that is edited into a command is ignored', async () => {
  const story = await begin();
  const comment = await story.says('What a nice day.');
  story.github.editComment(comment, 'ada', '/dispatch reviewer look');
  await story.idle();
  await expectSilence(story, comment);
});

test('a bot is ignored, whatever its role', async () => {
  const story = await begin();
  story.github.createUser('helper[bot]', 'Bot');
  story.github.setRole(story.repository, 'helper[bot]', 'admin');
  await expectSilence(story, await story.says('/dispatch reviewer look', 'helper[bot]'));
});

test('our own comment is ignored, even when it begins with a command', async () => {
  const story = await begin({ model: { turns: [{ text: '/dispatch reviewer again\n\nand more' }] } });
  await story.says('/dispatch reviewer look');
  expect(story.github.runs).toHaveLength(1);
  expect(story.replies()).toHaveLength(1);
});

test('somebody with the role read gets a shrug, and no run', async () => {
  const story = await begin();
  story.github.createUser('stranger');
  story.github.setRole(story.repository, 'stranger', 'read');
  const comment = await story.says('/dispatch reviewer look', 'stranger');
  expect(story.reactions(comment)).toEqual(['confused']);
  expect(story.replies()).toEqual([]);
  expect(story.github.runs).toHaveLength(0);
});

test('somebody with the role read cannot find out which agents there are', async () => {
  const story = await begin();
  story.github.createUser('stranger');
  story.github.setRole(story.repository, 'stranger', 'read');
  for (const body of ['/dispatch nobody look', '/dispatch help', '/dispatch', '/dispatch status']) {
    await story.says(body, 'stranger');
  }
  expect(story.replies()).toEqual([]);
});

test('a write role is not enough for an agent that asks for maintain', async () => {
  const config = shippedConfig.replace(/^ {2}reviewer:\n/m, '  reviewer:\n    invoke: maintain\n');
  expect(config).not.toBe(shippedConfig);
  const story = await begin({ files: { '.github/dispatch.yml': config } });
  const comment = await story.says('/dispatch reviewer look');
  expect(story.github.runs).toHaveLength(0);
  expect(story.reactions(comment)).toEqual(['confused']);
});

test('the same delivery twice starts one run', async () => {
  const story = await begin();
  await story.says('/dispatch reviewer look');
  const [delivery] = story.github.deliveries.filter((one) => one.event === 'issue_comment');
  story.github.redeliver(delivery!.id);
  await story.idle();
  expect(story.github.runs).toHaveLength(1);
  expect(story.replies()).toHaveLength(1);
});
