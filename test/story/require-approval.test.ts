import { expect, test } from 'vitest';
import { setUp, workflowWith } from './step.ts';
import { begin } from './story.ts';

const config = `version: 1
agents:
  asker:
    description: Says what it would do
    system_prompt: You look after the code.
    tools: [Read, Bash]
    policy: require_approval
`;
const files = { '.github/dispatch.yml': config };
const wants = {
  turns: [
    {
      calls: [
        { tool: 'Bash', input: { command: 'touch made-it # @everyone <img src=x>' } },
        ...Array.from({ length: 24 }, (_, at) => ({ tool: 'Read', input: { file_path: `src/${at}.js` } })),
        { tool: 'Write', input: { file_path: 'a', content: 'b' } },
      ],
    },
    { text: 'I would have looked.' },
  ],
};
const SECTION = '### Wanted, and kept for a person to decide';

test('calls of an agent that needs approval are not made, and listed for a person, in the comment', async () => {
  const story = await begin({ files, model: wants });
  await story.says('/dispatch asker look');
  expect(story.github.violations).toEqual([]);
  const [states = [], asks = [], ...more] = story.replies();
  expect(more).toEqual([]);
  // The first of them is asked about.
  expect(asks).toHaveLength(1);
  expect(asks[0]).toContain('`{"command":"touch made-it # @everyone <img src=x>"}`');
  const comment = states.at(-1) ?? '';
  expect(comment).toMatch(/asker is done/);
  const section = comment.slice(comment.indexOf(SECTION), comment.indexOf('<details>'));
  expect(section).toContain('- `Bash` `touch made-it # @everyone <img src=x>`\n');
  expect(section.match(/^- `Read`/gm)).toHaveLength(19);
  expect(section).toContain('- and 5 more');
  expect(section).toContain('0 tool calls allowed, **1 refused** · **25 kept for a person**');
  // A tool that it does not have is none that a person could agree to.
  expect(section).not.toContain('`Write`');
});

test('a call that another person approves is made in the next run, once, and nothing else', async () => {
  const call = { tool: 'Bash', input: { command: 'echo made-it' } };
  const near = { tool: 'Bash', input: { command: 'echo made-it ' } };
  const story = await begin({ files, model: { turns: [{ calls: [near, call, call] }, { text: 'Done.' }] } });
  story.github.createUser('rosa');
  story.github.setRole(story.repository, 'rosa', 'write');
  const approves = async (at: number) => {
    const body = story.replies()[at]?.at(0) ?? '';
    await story.says(/`(\/dispatch approve \w+ \w+)`/.exec(body)?.[1] ?? '', 'rosa');
  };
  await story.says('/dispatch asker look');
  expect(story.replies()).toHaveLength(2);
  expect(story.replies()[1]?.at(0)).toContain('`{"command":"echo made-it "}`');
  await approves(1);
  const last = story.replies()[1]?.at(-1) ?? '';
  expect(last).toContain('1 tool call allowed, **0 refused** · **2 kept for a person**');
  expect(story.log.join('\n')).toContain('allowed  Bash echo made-it ');
  // What it wants next is asked for by the next job.
  expect(story.replies()[2]?.at(0)).toContain('`{"command":"echo made-it"}`');
  await approves(2);
  const next = story.replies()[2]?.at(-1) ?? '';
  expect(next).toContain('1 tool call allowed, **0 refused** · **2 kept for a person**');
  expect(story.github.violations).toEqual([]);
}, 120_000);

test("so they are in a step's summary and in its result, within bounds", async () => {
  const bench = await setUp(wants, files);
  const show = `
      - env: { FOLDER: '\${{ steps.dispatch.outputs.artifact-path }}' }
        run: cat "$FOLDER/result.json"; test ! -e made-it
`;
  const step = {
    'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
    'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
  };
  const outcome = await bench.run(workflowWith({ ...step, agent: 'asker', task: 'look' }, show));
  expect(outcome.conclusion, outcome.log).toBe('success');
  const json = /\{"version":2.*\}/.exec(outcome.log)?.[0] ?? '';
  const result = JSON.parse(json) as { wanted: { count: number; calls: unknown[] }; calls: unknown };
  expect(result.calls).toEqual({ allowed: 0, refused: 1 });
  expect(result.wanted.count).toBe(25);
  expect(result.wanted.calls).toHaveLength(20);
  expect(outcome.summary).toContain(SECTION);
  expect(outcome.log).toContain('0 calls allowed, 1 refused, 25 kept for a person');
});
