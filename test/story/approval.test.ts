import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { offered, privateThread } from './private-thread.ts';
import { begin, MAINTAINER } from './story.ts';

const config = `version: 1
agents:
  fetcher:
    description: Fetches things
    system_prompt: You fetch.
    tools: [Read, Edit, Bash]
    allowed_tools: [Read, 'Edit(src/**)', 'Bash(ls *)', 'Bash(cat *)']
    egress: [example.org]
`;
const hostile = {
  turns: [
    {
      calls: [
        { tool: 'Bash', input: { command: 'cat src/add.js' } },
        { tool: 'Bash', input: { command: 'ls src' } },
        { tool: 'Read', input: { file_path: 'src/add.js' } },
      ],
    },
    { text: 'Tried everything.' },
  ],
};

test('an approved job runs under the plan that was posted, without the parts that were left out', async () => {
  const story = await begin({ files: { '.github/dispatch.yml': config }, model: hostile });
  const says = privateThread(story);

  const posted = await says(MAINTAINER, '/dispatch fetcher fetch the list');
  const { approve, cat } = offered(posted);
  expect(story.model.requests).toEqual([]);
  const last = await says('bea', `${approve} --without=${cat}`);

  expect(last).toContain('fetcher is done');
  expect(last).toMatch(/2 tool calls allowed, \*\*1 refused\*\*/);
  expect(last).toMatch(/`Bash` `cat src\/add\.js`: .*\(rule `bash-commands`\)/);
  expect(story.github.violations).toEqual([]);
  const [audit = ''] = globSync(join(story.root, 'runner/**/audit.jsonl'));
  expect(JSON.parse(readFileSync(audit, 'utf8').split('\n')[0] ?? '')).toMatchObject({
    entry: { type: 'start', actor: MAINTAINER, approved_by: 'bea' },
  });
}, 90_000);
