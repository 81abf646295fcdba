import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { compile, plainFacts, type RunFacts } from '../../../core/profile/compile.ts';

const compiled = (keys: string, facts: Partial<RunFacts> = {}) => {
  const text = `version: 1\nagents:\n  a: { description: d, system_prompt: s, ${keys} }\n`;
  const read = readConfig(text, 'x');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return compile(read.config, 'a', { ...plainFacts, trigger: 'pull_request', ...facts });
};
const FORK = { sources: { untrustedAuthor: false, forkHead: true } };
const OPEN = 'triggers: [{ pull_request: { forks: true } }]';

describe('for strangers', () => {
  test.each([
    ['', 'reads'],
    ['tools: [Read, Bash]', 'tests in its cage'],
    ['outputs: [comment, review, check]', 'reviews'],
    ['context: [thread, diff]', 'is given the thread'],
  ])('an agent may be started that %s (%s)', (keys) => {
    expect(compiled(`${OPEN}${keys && ', '}${keys}`, FORK).kind).toBe('plan');
    expect(compiled(`${OPEN}${keys && ', '}${keys}`, { ...FORK, repository: { private: true } }).kind).toBe(
      'plan',
    );
  });

  test.each([
    ['tools: [Read, Edit]', 'the tool Edit'],
    ['tools: [Write]', 'the tool Write'],
    ['tools: [Bash], egress: [a.example.com]', '`egress`'],
    ['skip_permissions: true', '`skip_permissions`'],
    ['permission_mode: acceptEdits', '`permission_mode: acceptEdits`'],
    ['outputs: [comment, labels: { allow: [x] }]', 'the output `labels`'],
    ['tools: [Edit], outputs: [comment, patch]', 'the output `patch`'],
    ['outputs: [comment, review: { approve: true }]', 'a `review` that may approve'],
    ['mcp_servers: { notes: { command: [node, a.mjs], tools: { search: { input: {} } } } }', '`mcp_servers`'],
  ])('none with %s', (keys, told) => {
    // Also where the one at hand is harmless: whoever wrote it hears of it before a stranger comes.
    for (const facts of [FORK, {}])
      expect(compiled(`${OPEN}, ${keys}`, facts)).toMatchObject({
        kind: 'refused',
        refusal: { code: 'unsafe-for-forks', because: expect.stringContaining(told) },
      });
    // By a command it may do that all the same.
    const both = keys.includes('triggers')
      ? keys
      : `triggers: [comment, { pull_request: { forks: true } }], ${keys}`;
    expect(compiled(both, { trigger: 'comment' }).kind).toBe('plan');
  });
});

test('without `forks: true` no pull request from a fork starts an agent, and others do', () => {
  expect(compiled('triggers: [pull_request]', FORK)).toMatchObject({
    kind: 'refused',
    refusal: { code: 'not-for-forks' },
  });
  expect(compiled('triggers: [pull_request], tools: [Edit], outputs: [comment, patch]').kind).toBe('plan');
  expect(compiled('triggers: [comment]')).toMatchObject({ refusal: { code: 'not-triggered' } });
});
