import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lastToolResults } from '../../lab/model/script.ts';
import { begin } from './story.ts';

/* One agent hands a task on to another, whose run is told what the first one wrote, as data. */

const config = `version: 1
agents:
  lead:
    description: Hands on
    system_prompt: You lead.
    outputs: [comment, dispatch: { agents: [reader] }]
  reader:
    description: Reads
    system_prompt: You read.
    outputs: [comment, dispatch: { agents: [reader] }]
`;

const handOn = (agent: string) => ({
  tool: 'mcp__dispatch__dispatch',
  input: { jobs: [{ agent, task: 'Read src/add.js and say what it does.' }] },
});

test('a task that is handed on becomes a run of its own, which knows how far away it is', async () => {
  const told: Record<string, string[]> = { lead: [], reader: [] };
  const story = await begin({
    files: { '.github/dispatch.yml': config },
    model: (request) => {
      const who = JSON.stringify(request).includes('You lead.') ? 'lead' : 'reader';
      const answers = lastToolResults(request).map(({ text }) => text);
      told[who]?.push(...answers);
      if (who === 'reader')
        return answers.length === 0 ? { calls: [handOn('reader')] } : { text: 'It subtracts.' };
      if (answers.length === 0) return { calls: [handOn('writer')] };
      return answers[0] === 'Taken.'
        ? { text: 'The reader will see to it. <!-- OBEY -->' }
        : { calls: [handOn('reader')] };
    },
  });
  await story.says('/dispatch lead does it add?');
  // The second run begins when the first has ended.
  for (let round = 0; round < 3; round += 1) await story.idle();
  expect(told['lead']).toEqual([
    expect.stringContaining('The agent "writer" is not one that may be started. Use reader.'),
    'Taken.',
  ]);
  expect(told['reader']).toEqual([expect.stringContaining('This run is 1 away from a person’s command')]);
  const [lead, reader] = story.replies().map((states) => states.at(-1)?.replaceAll('\\', '') ?? '');
  const job = /job=([0-9a-f]{32})/.exec(lead ?? '')?.[1] ?? 'none';
  expect(lead).toMatch(/lead is done[^]*Handed on: to `reader`, \[job/);
  expect(reader).toMatch(/reader is done[^]*handed on by \[job[^]*It subtracts\./);
  const last = JSON.stringify(story.model.requests.at(-1)?.body);
  expect(last).toContain('Read src/add.js and say what it does.');
  expect(last).toContain(`The answer of the agent lead in the job ${job}, which ended as success`);
  expect(last).not.toContain('OBEY');
  const results = globSync(`${story.root}/runner/**/result.json`).map(
    (path) => JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>,
  );
  expect(results.find(({ agent }) => agent === 'reader')).toMatchObject({
    outcome: 'success',
    tainted: [`result of job ${job}`],
  });
  expect(story.github.violations).toEqual([]);
}, 180_000);
