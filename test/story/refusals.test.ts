import { expect, test } from 'vitest';
import { begin, shippedConfig, shippedWorkflow, type Story } from './story.ts';

/** One reply, no run: the way a command that cannot be obeyed ends. */
function expectOneReply(story: Story, ...patterns: RegExp[]) {
  const replies = story.replies();
  expect(replies).toHaveLength(1);
  const last = replies[0]!.at(-1)!;
  for (const pattern of patterns) expect(last).toMatch(pattern);
  expect(story.github.runs).toHaveLength(0);
  expect(story.github.violations).toEqual([]);
}

test('an unknown agent: the nearest name and the list', async () => {
  const story = await begin();
  await story.says('/dispatch reviwer look');
  expectOneReply(story, /reviwer/, /Did you mean .*reviewer/i, /tester/);
});

test('an approval of no job says what it needs', async () => {
  const story = await begin();
  await story.says('/dispatch approve');
  expectOneReply(story, /approve/, /needs the id of the job/, /[Cc]opy the whole command/);
});

test('no agent at all', async () => {
  const story = await begin();
  await story.says('/dispatch');
  expectOneReply(story, /agent/, /\/dispatch/);
});

test('an unknown option is named', async () => {
  const story = await begin();
  await story.says('/dispatch reviewer --modle=x look');
  expectOneReply(story, /modle/);
});

test('two commands in one comment are both refused', async () => {
  const story = await begin();
  await story.says('/dispatch reviewer look\n\n/dispatch tester test');
  expectOneReply(story, /one command|more than one|2 commands/i);
});

test('help lists the agents', async () => {
  const story = await begin();
  await story.says('/dispatch help');
  expectOneReply(story, /reviewer/, /tester/, /editor/);
});

test('no configuration: says which file, and where to begin', async () => {
  const story = await begin({ files: { '.github/dispatch.yml': null } });
  await story.says('/dispatch reviewer look');
  expectOneReply(story, /\.github\/dispatch\.yml/, /`main`/, /[Aa]dd one/);
});

test('a broken configuration: file, line and column, and the nearest key', async () => {
  const config =
    'version: 1\nagents:\n  reviewer:\n    description: Reviews.\n    system_prompt: Review.\n    modle: x\n';
  const story = await begin({ files: { '.github/dispatch.yml': config } });
  await story.says('/dispatch reviewer look');
  expectOneReply(story, /dispatch\.yml:6:5/, /modle/, /model/);
});

test('no workflow: says which file to add', async () => {
  const story = await begin({ files: { '.github/workflows/dispatch.yml': null } });
  await story.says('/dispatch reviewer look');
  expectOneReply(story, /\.github\/workflows\/dispatch\.yml/);
});

test('a workflow that cannot be dispatched: one comment that says so', async () => {
  const workflow = shippedWorkflow.replace('workflow_dispatch', 'workflow_call');
  const story = await begin({ files: { '.github/workflows/dispatch.yml': workflow } });
  await story.says('/dispatch reviewer look');
  expect(story.github.runs).toHaveLength(0);
  expect(story.replies()).toHaveLength(1);
  expect(story.replies()[0]!.at(-1)).toMatch(/was not started[^]*`ticket` and `head`[^]*Copy the/);
});

test('GitHub fails when it is asked to start the run: one comment that ends', async () => {
  const story = await begin();
  story.github.faults.add({ method: 'POST', path: /\/dispatches$/, times: 99, respond: { status: 502 } });
  await story.says('/dispatch reviewer look');
  expect(story.github.runs).toHaveLength(0);
  expect(story.replies()).toHaveLength(1);
  expect(story.replies()[0]!.at(-1)).toMatch(/could not be started[^]*502[^]*Actions page/);
});

test('a closed issue: says to reopen it', async () => {
  const story = await begin();
  story.github.closeIssue(story.repository, story.issue);
  await story.says('/dispatch reviewer look');
  expectOneReply(story, /closed/, /[Rr]eopen/);
});

test('an agent that no comment may start says how to change that', async () => {
  const config = shippedConfig.replace(/^ {2}reviewer:\n/m, '  reviewer:\n    triggers: [workflow]\n');
  expect(config).not.toBe(shippedConfig);
  const story = await begin({ files: { '.github/dispatch.yml': config } });
  await story.says('/dispatch reviewer look');
  expectOneReply(story, /reviewer cannot be started by a comment/, /Add comment to its triggers/);
});
