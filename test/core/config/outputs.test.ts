import { describe, expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { compile, plainFacts } from '../../../core/profile/compile.ts';
import { readOperator } from '../../../core/profile/read-operator.ts';
import { isRefusal } from '../../../core/refusal.ts';

const read = (outputs: string, more = '') =>
  readConfig(
    `version: 1\nagents:\n  a: { description: x, system_prompt: y, tools: [Read, Edit]${more}, outputs: ${outputs} }\n`,
    'dispatch.yml',
  );
const planned = (outputs: string) => {
  const found = read(outputs);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.config.agents['a']?.outputs;
};
const problems = (outputs: string, more = '') => {
  const found = read(outputs, more);
  return 'problems' in found ? found.problems.map(({ message, remedy }) => `${message} ${remedy}`) : [];
};

describe('outputs', () => {
  test('are names, or names with some of their limits; every limit gets its value', () => {
    expect(planned('[comment, review, { labels: { allow: [bug] } }, check: { annotations: 5 }]')).toEqual([
      { kind: 'comment', limits: {} },
      { kind: 'review', limits: { comments: 20, approve: false, request_changes: false, suggestions: true } },
      { kind: 'labels', limits: { allow: ['bug'], most: 5 } },
      { kind: 'check', limits: { annotations: 5, conclusions: ['success', 'neutral', 'failure'] } },
    ]);
  });

  test('are the comment alone where nothing is said', () => {
    const found = readConfig(
      'version: 1\nagents: { a: { description: x, system_prompt: y } }\n',
      'dispatch.yml',
    );
    expect('config' in found && found.config.agents['a']?.outputs).toEqual([{ kind: 'comment', limits: {} }]);
  });

  test.each([
    [
      '[comment, review: { coments: 5 }]',
      /`review` that is not taken: it has a key that is none of its limits\. Its limits are comments, approve/,
    ],
    [
      '[comment, review: { comments: 500 }]',
      /`comments` is not what it may be\. `comments`: Most comments at lines/,
    ],
    ['[comment, review: { comments: many }]', /`comments` is not what it may be/],
    ['[comment, review: 5]', /what follows its name is no mapping of limits/],
    ['[comment, { review: }]', /what follows its name is no mapping of limits/],
    ['[comment, { review: {}, check: {} }]', /it names no output/],
    ['[comment, labels]', /`labels` that is not taken: `allow` is missing\. `allow`: The only labels/],
    ['[comment, labels: { most: 1 }]', /`allow` is missing/],
    ['[comment, dispatch]', /`dispatch` that is not taken: `agents` is missing/],
    ['[comment, dispatch: { agents: [b] }]', /handed on to `?"?b"?`?, which is no agent of this file/],
    ['[comment, dispatch: { agents: [a], max_depth: 9 }]', /`max_depth` is not what it may be/],
    ['[comment, reviews]', /did you mean `review`/],
    ['[comment, structured]', /is set up with `output_schema`/],
    ['[comment, 5]', /it names no output/],
    ['[comment: {}]', /`comment` has no limits/],
    ['[comment, review, review: { comments: 5 }]', /holds one kind twice/],
    ['[review]', /does not hold `comment`/],
    ['[]', /`outputs` is an empty list/],
    ['all', /`outputs` is `all`\. Write a list/],
  ])('%s is told what is wrong with it', (outputs, words) => {
    expect(problems(outputs)).toEqual([expect.stringMatching(words)]);
  });

  test('go with the other keys, or say why not', () => {
    const schema = ', output_schema: { type: object, properties: { ok: { type: boolean } } }';
    expect(problems('[comment]', schema)).toEqual([]);
    expect(problems('[comment, review]', schema)).toEqual([
      expect.stringMatching(/beside which it hands back nothing/),
    ]);
    expect(problems('[comment, artifact]')).toEqual([]);
    expect(problems('[comment, patch]')).toEqual([]);
    expect(problems('[comment, patch]', ', disallowed_tools: [Edit]')).toEqual([
      expect.stringMatching(/`patch`, and no tool that changes a file/),
    ]);
    expect(
      problems(
        '[comment]',
        ', mcp_servers: { dispatch: { command: [x], tools: { review: { input: {} } } } }',
      ),
    ).toEqual([expect.stringMatching(/`dispatch` is taken/)]);
    expect(problems('[comment, review]', ', disallowed_tools: [mcp__dispatch__review]')).not.toEqual([]);
  });
});

describe('an operator', () => {
  const compiled = (outputs: string, operator: string) => {
    const found = read(outputs);
    const limits = readOperator(operator, 'operator');
    if ('problems' in found || isRefusal(limits)) throw new Error(JSON.stringify([found, limits]));
    const made = compile(found.config, 'a', { ...plainFacts, trigger: 'comment' }, limits);
    return made.kind === 'refused' ? made.refusal.because : made.kind;
  };
  const review = '[comment, review: { comments: 10, approve: true }]';

  test.each([
    ['outputs: [comment]', /the output review, .* allows outputs: comment/],
    ['outputs: [{ review: { comments: 5 } }]', /comments: 10 of review, .* allows 5/],
    ['outputs: [{ review: { approve: false } }]', /approve: true of review, .* allows false/],
    ['outputs: [{ review: { comments: 10 } }]', /^plan$/],
    ['outputs: [review]', /^plan$/],
    ['models: [claude-opus-5-5]', /^plan$/],
  ])('with %s', (operator, words) => {
    expect(compiled(review, operator)).toMatch(words);
  });

  test('may name the labels that may be set at most, and never has to allow the comment', () => {
    const labels = '[comment, labels: { allow: [bug, docs] }]';
    expect(compiled(labels, 'outputs: [{ labels: { allow: [bug] } }]')).toMatch(/allow: bug, docs of labels/);
    expect(compiled(labels, 'outputs: [{ labels: { allow: [bug, docs, more] } }]')).toBe('plan');
    expect(compiled('[comment]', 'outputs: []')).toBe('plan');
  });

  test('whose limits cannot be read is refused', () => {
    expect(readOperator('outputs: [{ review: { coments: 5 } }]', 'operator')).toMatchObject({
      code: 'operator-bad',
    });
  });
});

test.each([
  ['[comment, labels: { allow: [bug] }]', 'lasting-writes'],
  ['[comment, review: { approve: true }]', 'lasting-writes'],
  ['[comment, review, check]', undefined],
])('%s counts as %s', (outputs, capability) => {
  const found = read(outputs);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  const facts = { ...plainFacts, trigger: 'comment' as const, repository: { private: true } };
  const stranger = { ...facts, sources: { untrustedAuthor: true, forkHead: false } };
  expect(compile(found.config, 'a', stranger).kind).toBe(capability === undefined ? 'plan' : 'refused');
});
