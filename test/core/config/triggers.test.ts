import { describe, expect, test } from 'vitest';
import { isTriggeredBy } from '../../../core/config/pull-trigger.ts';
import { readConfig } from '../../../core/config/read.ts';
import { pullTriggerDefaults, pullTriggerWords } from '../../../core/config/triggers.ts';

const text = (triggers: string, above = '') =>
  `version: 1\n${above}agents:\n  a:\n    description: d\n    system_prompt: s\n    triggers: ${triggers}\n`;
const agent = (triggers: string) => {
  const read = readConfig(text(triggers), 'x');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.config.agents['a'];
};
const problem = (triggers: string) => {
  const read = readConfig(text(triggers), 'x');
  return 'problems' in read
    ? read.problems.map(({ key, message, remedy }) => `${key}: ${message} ${remedy}`)
    : [];
};

describe('triggers are read', () => {
  test('by their names, and then with what is usual', () => {
    expect(agent('[comment, pull_request]')).toMatchObject({
      triggers: ['comment', 'pull_request'],
      pull_request: pullTriggerDefaults,
    });
    expect(agent('[workflow]')).toMatchObject({ triggers: ['workflow'], pull_request: null });
  });

  test('with what is chosen', () => {
    const chosen =
      "{ pull_request: { events: [labeled], paths: ['src/**'], labels: [ok], drafts: true, forks: true, task: Look. } }";
    expect(agent(`[${chosen}]`)).toMatchObject({
      triggers: ['pull_request'],
      pull_request: {
        events: ['labeled'],
        paths: ['src/**'],
        labels: ['ok'],
        drafts: true,
        forks: true,
        task: 'Look.',
      },
    });
    expect(agent('[{ pull_request: {} }]')?.pull_request).toEqual(pullTriggerDefaults);
  });

  test.each([
    [
      '[{ pull_request: { event: [opened] } }]',
      /triggers\[0\]: `pull_request` of `triggers` is no mapping.*events, paths/,
    ],
    ['[{ pull_request: { events: [closed] } }]', /`events` of the trigger.*opened, synchronize/],
    ['[{ pull_request: { events: [] } }]', /`events` of the trigger/],
    ["[{ pull_request: { paths: ['!src/**'] } }]", /`paths` of the trigger.*without a !/],
    ['[{ pull_request: { labels: [] } }]', /`labels` of the trigger/],
    ['[{ pull_request: { forks: maybe } }]', /`forks` of the trigger.*true or false/],
    ["[{ pull_request: { task: ' ' } }]", /`task` of the trigger/],
    ['[{ pull_request: }]', /is no mapping of its keys/],
    ['[{ comment: {} }]', /only `pull_request` has keys of its own/],
    ['[{ comment: {}, pull_request: {} }]', /only `pull_request` has keys of its own/],
    ['[pull_request, { pull_request: {} }]', /`triggers` is a list/],
    ['[workflow_run]', /workflow of yours that runs on it.*docs\/triggers\.md/],
  ])('not %s', (triggers, told) => {
    expect(problem(triggers).join('\n')).toMatch(told);
  });

  test('of `defaults`, for every agent that says nothing', () => {
    const read = readConfig(
      text('[comment]', 'defaults: { triggers: [pull_request] }\n').replace('    triggers: [comment]\n', ''),
      'x',
    );
    expect('config' in read && read.config.agents['a']?.triggers).toEqual(['pull_request']);
  });
});

describe('a pull request is one that a trigger is about', () => {
  const pull = { draft: false, fork: false, labels: ['Bug', 'ok'] };
  const changed = new Set(['src/deep/a.ts', 'README.md']);
  test.each([
    [{}, {}, true],
    [{}, { draft: true }, false],
    [{ drafts: true }, { draft: true }, true],
    [{}, { fork: true }, false],
    [{ forks: true }, { fork: true }, true],
    [{ labels: ['bug'] }, {}, true],
    [{ labels: ['docs', 'OK'] }, {}, true],
    [{ labels: ['docs'] }, {}, false],
    [{ paths: ['src/**'] }, {}, true],
    [{ paths: ['*.md'] }, {}, true],
    [{ paths: ['docs/**', 'src/*.ts'] }, {}, false],
    [{ paths: ['docs/**'], labels: ['bug'] }, {}, false],
  ])('%j %j: %s', (trigger, seen, expected) => {
    expect(isTriggeredBy({ ...pullTriggerDefaults, ...trigger }, { ...pull, ...seen }, changed)).toBe(
      expected,
    );
  });

  test('also when nobody can tell what it changes: a file among thousands is no hiding place', () => {
    expect(isTriggeredBy({ ...pullTriggerDefaults, paths: ['docs/**'] }, pull, null)).toBe(true);
  });
});

test('in words', () => {
  expect(pullTriggerWords(pullTriggerDefaults)).toBe(
    'opened, synchronize, reopened, ready_for_review; no drafts; not from forks',
  );
  const all = { paths: ['a', 'b'], labels: ['x', 'y'], drafts: true, forks: true };
  expect(pullTriggerWords({ ...pullTriggerDefaults, events: ['labeled'], ...all })).toBe(
    "labeled; of a, b; labelled x or y; drafts, too; forks and strangers' news, too",
  );
});
