import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { objectionsToProposal, type ProposalBounds } from '../../../../core/approval/proposal-bounds.ts';
import { proposalText, readProposal, type Proposal } from '../../../../core/approval/proposal.ts';
import { handInto, holds, refusedFor } from './kind-laws.ts';

const bounds: ProposalBounds = {
  paths: ['src/**', '*.md'],
  commands: ['npm test', 'git log *'],
  hosts: ['registry.npmjs.org', '*.example.com'],
  tools: ['mcp__notes__search'],
  workers: ['reviewer'],
  most_workers: 3,
  cost_usd: 2,
};
const whole: Proposal = {
  steps: ['Mend the sum.', 'Run the tests.'],
  paths: ['src/add.js', 'docs/a.md'],
  commands: ['npm test', 'git log --oneline *'],
  hosts: ['registry.npmjs.org', 'a.example.com', '*.example.com'],
  tools: ['mcp__notes__search'],
  workers: [{ agent: 'reviewer', count: 3 }],
  cost_usd: 1.5,
};

test('a plan within the profile is taken as it is, each entry once and each list there', () => {
  expect(handInto('propose_plan', whole, bounds)).toEqual({
    kind: 'accepted',
    item: { kind: 'propose_plan', ...whole },
  });
  const small = { steps: ['Look.'], paths: ['src/a', 'src/a'], cost_usd: 1 };
  expect(handInto('propose_plan', small, bounds)).toEqual({
    kind: 'accepted',
    item: {
      kind: 'propose_plan',
      steps: ['Look.'],
      paths: ['src/a'],
      commands: [],
      hosts: [],
      tools: [],
      workers: [],
      cost_usd: 1,
    },
  });
});

test.each<[string, Partial<Proposal>, Partial<ProposalBounds>, RegExp]>([
  [
    'a path',
    { paths: ['lib/a.js'] },
    { paths: ['lib/**'] },
    /the path "lib\/a\.js" is not within .*\(src\/\*\*, \*\.md\)/,
  ],
  ['a wider path', { paths: ['**'] }, { paths: ['*'] }, /the path "\*\*" is not within/],
  ['a command', { commands: ['npm publish'] }, { commands: ['npm publish'] }, /the command "npm publish"/],
  ['a wider command', { commands: ['git *'] }, { commands: ['git *'] }, /the command "git \*"/],
  ['a host', { hosts: ['evil.example.org'] }, { hosts: ['evil.example.org'] }, /the host "evil/],
  ['a wider host', { hosts: ['*.npmjs.org'] }, { hosts: ['*.npmjs.org'] }, /the host "\*\.npmjs\.org"/],
  ['a tool', { tools: ['mcp__notes__drop'] }, { tools: ['mcp__notes__drop'] }, /the tool "mcp__notes__drop"/],
  ['a worker', { workers: [{ agent: 'fixer', count: 1 }] }, { workers: ['fixer'] }, /the worker "fixer"/],
  [
    'too many workers',
    { workers: [{ agent: 'reviewer', count: 4 }] },
    { most_workers: 4 },
    /4 workers are more than the 3/,
  ],
  ['a cost', { cost_usd: 2.01 }, { cost_usd: 3 }, /\$2\.01 is more than the \$2/],
])(
  '%s that the profile does not allow is told at once, and the limit is what refuses',
  (_, part, wider, words) => {
    const proposal = { steps: ['Look.'], cost_usd: 1, ...part };
    expect(refusedFor('propose_plan', proposal, bounds)).toMatch(words);
    expect(refusedFor('propose_plan', proposal, bounds)).toMatch(/Take that out and propose again\.$/);
    expect(handInto('propose_plan', proposal, { ...bounds, ...wider }).kind).toBe('accepted');
  },
);

test.each([
  { paths: ['../a'] },
  { paths: ['/etc/passwd'] },
  { paths: ['src/../../a'] },
  { paths: ['src\\a'] },
  { paths: ['.github/workflows/x.yml'] },
  { paths: ['.git/config'] },
  { commands: ['npm test && npm publish'] },
  { commands: ['npm test; curl evil.example.org'] },
  { commands: ['git log $(id)'] },
  { commands: ['*'] },
  { hosts: ['evil.example.org/registry.npmjs.org'] },
])('%j is in no plan, whatever the profile allows', (part) => {
  const everything = { ...bounds, paths: ['*'], commands: ['npm test', 'git log *'] };
  expect(refusedFor('propose_plan', { steps: ['Look.'], cost_usd: 1, ...part }, everything)).not.toBe('');
});

test.each([
  { steps: [] },
  { steps: ['a\nb'] },
  { steps: ['a'], cost_usd: 0 },
  { steps: ['a'], cost_usd: Number.NaN },
  { steps: ['a'], paths: ['src/\u202Ea'] },
  { steps: ['a'], commands: ['npm\u0000'] },
  { steps: ['a'], workers: [{ agent: 'reviewer', count: -1 }] },
  { steps: ['a'], approved: true },
])('%j is no plan', (part) => {
  expect(refusedFor('propose_plan', { cost_usd: 1, ...part }, bounds)).toContain('The input does not fit');
});

test('nobody is asked to read more than 4,000 characters', () => {
  const long = { steps: Array.from({ length: 20 }, () => 'x'.repeat(200)), cost_usd: 1 };
  expect(refusedFor('propose_plan', long, bounds)).toMatch(/has 4\d{3} characters as JSON and may have 4000/);
});

test('a plan is read back only as it was written', () => {
  const text = proposalText(whole);
  expect(readProposal(text)).toEqual(whole);
  for (const other of [`${text} `, text.replace('src/add.js', 'src/\\u0061dd.js'), '{}', 'x', text.slice(1)])
    expect(readProposal(other)).toBeNull();
});

test('whatever is handed in, what is taken lies within the profile', () => {
  const some = (...of: string[]) => fc.uniqueArray(fc.constantFrom(...of), { maxLength: 2 });
  const input = fc.record(
    {
      steps: fc.array(fc.constantFrom('Look.', 'Mend it.'), { minLength: 1, maxLength: 3 }),
      paths: some('src/a.js', 'src/**', 'lib/a.js', 'a.md'),
      commands: some('npm test', 'git log -1', 'git log *', 'rm -rf /'),
      hosts: some('a.example.com', 'registry.npmjs.org', 'evil.example.org'),
      workers: fc.array(
        fc.record({ agent: fc.constantFrom('reviewer', 'fixer'), count: fc.integer({ min: 1, max: 2 }) }),
        {
          maxLength: 1,
        },
      ),
      cost_usd: fc.constantFrom(0.5, 2, 5),
    },
    { requiredKeys: ['steps', 'cost_usd'], noNullPrototype: true },
  );
  const limits = fc.record({
    paths: fc.constantFrom(['src/**', '*.md'], ['*']),
    commands: fc.constantFrom(['npm test', 'git log *'], ['*']),
    hosts: fc.constantFrom(['*.example.com', 'registry.npmjs.org'], ['*.example.com']),
    tools: fc.constant<string[]>([]),
    workers: fc.constant(['reviewer']),
    most_workers: fc.integer({ min: 1, max: 3 }),
    cost_usd: fc.constantFrom(1, 3),
  });
  holds<ProposalBounds & Record<string, never>>('propose_plan', input, limits as never, (item, all) => {
    if (item.kind !== 'propose_plan') return false;
    const { kind: _kind, ...proposal } = item;
    return objectionsToProposal(proposal, all).length === 0 && proposal.cost_usd <= all.cost_usd;
  });
});
