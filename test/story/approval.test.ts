import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { API_KEY, begin, MAINTAINER } from './story.ts';

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
  const { github, app } = story;
  // The same repository, but a private one.
  const name = 'example/closed';
  github.createRepository({ owner: 'example', name: 'closed', gitDir: story.gitDir, private: true });
  github.createUser('bea');
  for (const login of [MAINTAINER, 'bea']) github.setRole(name, login, 'write');
  github.setSecret(name, 'ANTHROPIC_API_KEY', API_KEY);
  github.setVariable(name, 'DISPATCH_TICKET_KEY', app.ticketKey);
  github.setVariable(name, 'ANTHROPIC_BASE_URL', story.model.url);
  const { number } = github.createIssue(name, { title: 'Fetch', author: MAINTAINER });
  const says = async (login: string, body: string) => {
    github.comment(name, number, login, body);
    await story.idle();
    return github.listComments(name, number).find(({ viaApp }) => viaApp !== null)?.body ?? '';
  };

  const posted = await says(MAINTAINER, '/dispatch fetcher fetch the list');
  const part = /- (\d+): calls of `Bash\(cat \*\)`/.exec(posted)?.[1];
  const approve = /`(\/dispatch approve [0-9a-f]{32} [0-9a-f]{12})`/.exec(posted)?.[1];
  expect(story.model.requests).toEqual([]);
  const last = await says('bea', `${approve} --without=${part}`);

  expect(last).toContain('fetcher is done');
  expect(last).toMatch(/2 tool calls allowed, \*\*1 refused\*\*/);
  expect(last).toMatch(/`Bash` `cat src\/add\.js`: .*\(rule `bash-commands`\)/);
  expect(story.github.violations).toEqual([]);
  const [audit = ''] = globSync(join(story.root, 'runner/**/audit.jsonl'));
  expect(JSON.parse(readFileSync(audit, 'utf8').split('\n')[0] ?? '')).toMatchObject({
    entry: { type: 'start', actor: MAINTAINER, approved_by: 'bea' },
  });
}, 90_000);
