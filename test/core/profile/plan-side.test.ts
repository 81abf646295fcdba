import { expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { plainFacts } from '../../../core/profile/compile.ts';
import { planSides, promptFiles, type SideOptions } from '../../../core/profile/plan-side.ts';

const read = readConfig(
  `version: 1
agents:
  inline: { description: a, system_prompt: Look }
  filed: { description: b, system_prompt_file: prompts/b.md, triggers: [workflow] }
  again: { description: c, system_prompt_file: prompts/b.md, budget_usd: 3 }
  other: { description: d, system_prompt_file: prompts/d.md, tools: [Bash], egress: [a.example] }
`,
  'dispatch.yml',
);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { config } = read;

const sides = (options: Partial<SideOptions> = {}) =>
  planSides(config, { prompt: (file) => `text of ${file}`, ...options });
/** Of each agent, by which triggers it starts and by which it does not. */
const starts = (options: Partial<SideOptions>) =>
  sides(options).map(({ plan, starts: all }) =>
    [plan.agent, ...all.map(({ trigger, kind }) => `${trigger} ${kind}`)].join(', '),
  );

test('every agent of a configuration is a side, with the triggers that it has', () => {
  expect(starts({})).toEqual([
    'inline, comment plan, workflow plan',
    'filed, workflow plan',
    'again, comment plan, workflow plan',
    'other, comment plan, workflow plan',
  ]);
});

test('what is known of the requests and what the operator allows decide how an agent starts', () => {
  const facts = { ...plainFacts, repository: { private: true } };
  expect(starts({ facts })).toContain('other, comment refused, workflow refused');
  expect(starts({ facts: { ...facts, hasApprover: true } })).toContain(
    'other, comment needs-approval, workflow needs-approval',
  );
  expect(starts({ operator: { max_budget_usd: 2 } })).toEqual([
    'inline, comment plan, workflow plan',
    'filed, workflow plan',
    'again, comment refused, workflow refused',
    'other, comment plan, workflow plan',
  ]);
});

test('the instructions stand in the plan as text, and as the name of their file where it is not there', () => {
  const prompts = (options: Partial<SideOptions> = {}) => sides(options).map(({ plan }) => plan.systemPrompt);
  const [b, d] = ['text of prompts/b.md', 'text of prompts/d.md'];
  expect(prompts()).toEqual(['Look', b, b, d]);
  const missing = (file: string) => (file === 'prompts/b.md' ? null : '');
  const file = { file: 'prompts/b.md' };
  expect(prompts({ prompt: missing })).toEqual(['Look', file, file, '']);
});

test('the rest of a side is the plan of its agent', () => {
  expect(sides().map(({ plan }) => [plan.agent, plan.description, plan.budgetUsd])).toEqual([
    ['inline', 'a', 1],
    ['filed', 'b', 1],
    ['again', 'c', 3],
    ['other', 'd', 1],
  ]);
});

test('the files of the instructions are told once each', () => {
  expect(promptFiles(config)).toEqual(['prompts/b.md', 'prompts/d.md']);
  const { inline } = config.agents;
  if (inline === undefined) throw new Error('no agent');
  expect(promptFiles({ ...config, agents: { inline } })).toEqual([]);
});
