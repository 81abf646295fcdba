import { expect, test } from 'vitest';
import { helpText } from '../../../core/command/help-text.ts';
import { readConfig } from '../../../core/config/read.ts';

const text = `version: 1
agents:
  reviewer: { description: 'Reads | **all** of @someone', system_prompt: x, invoke: maintain }
`;
const read = readConfig(text, 'dispatch.yml');
if ('problems' in read) throw new Error('the sample is wrong');

test('lists the commands that work and every agent, the description as plain text', () => {
  const help = helpText(read.config);
  expect(help).toContain(
    '`/dispatch <agent> [--budget=USD] [--timeout=MINUTES] [--turns=N] [--from=JOB] [--fresh] <task>`',
  );
  expect(help).toContain('`/dispatch help [agent]`');
  expect(help).toContain('`/dispatch cancel [job]`');
  expect(help).toContain('`/dispatch approve <job> <digest> [--without=1,2]`');
  expect(help).toContain(
    '| `reviewer` | Reads \\| \\*\\*all\\*\\* of @\u2060someone | Read, Grep, Glob | maintain |',
  );
});

test('says which teams an agent is for', () => {
  const teams = readConfig(
    text.replace('maintain', 'maintain, teams: [octo/core, octo/docs]'),
    'dispatch.yml',
  );
  if ('problems' in teams) throw new Error('the sample is wrong');
  expect(helpText(teams.config)).toContain('| maintain in `octo/core`, `octo/docs` |');
  expect(helpText(teams.config, 'reviewer')).toContain('and one of the teams `octo/core`, `octo/docs`)');
});

test('tells all about one agent, and names the nearest for one that is not there', () => {
  expect(helpText(read.config, 'reviewer')).toContain('1 US dollar,');
  expect(helpText(read.config, 'reviewr')).toContain('did you mean `reviewer`?');
});
