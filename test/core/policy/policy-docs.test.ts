import { expect, test } from 'vitest';
import { policyDocs } from '../../../core/policy/policy-docs.ts';
import type { RuleDocs, RuleExample } from '../../../core/policy/rule-docs.ts';
import type { Rule } from '../../../core/policy/rule.ts';

const docs: RuleDocs = {
  refuses: 'What it refuses.',
  why: 'Why it does.',
  refused: { call: 'Read(/etc/passwd)' },
  allowed: { call: 'Read(README.md)' },
  change: 'What to change.',
};
const rule = (name: string, change: Partial<RuleDocs> = {}): Rule => ({
  name,
  docs: { ...docs, ...change },
  check: () => 'pass',
});
/** The page without what stands before its first rule. */
const sections = (...table: Rule[]) => policyDocs(table).replace(/^.*?(?=## )/s, '');

test('a rule is told with its examples and in the words of the refusal', () => {
  expect(sections(rule('one'))).toBe(`## one

- Refuses: What it refuses.
- Why: Why it does.
- Refused: \`Read(/etc/passwd)\`. The agent is told: “/etc/passwd is outside the workspace. Use a path below /workspace.”
- Allowed: \`Read(README.md)\`.
- What to change: What to change.
`);
});

test('the rules follow each other after the introduction, in their order', () => {
  const page = policyDocs([rule('b'), rule('a')]);
  expect(page).toMatch(/^# The policy\n\n.*\n\n## b\n\n[^#]*What to change\.\n\n## a\n\n[^#]*change\.\n$/s);
});

/** The words of an example that is allowed. */
const allowed = (change: Partial<RuleExample>) =>
  /^- Allowed: (.*)$/m.exec(sections(rule('x', { allowed: { call: 'Read(a)', ...change } })))?.[1];
const at = (names: number) => ({ file_path: { path: '/workspace/a', names } });

test.each<[Partial<RuleExample>, string]>([
  [{}, '.'],
  [{ profile: {} }, '.'],
  [{ profile: { policy: 'deny_list' } }, ', with `policy: deny_list`.'],
  [{ profile: { tools: ['Read', 'Grep'] } }, ', with `tools: [Read, Grep]`.'],
  [
    { profile: { disallowedTools: ['Edit(a)'], taintedTools: [], egress: ['a.example', 'b.example'] } },
    ', with `disallowed_tools: [Edit(a)]` and `tainted_tools: []` and `egress: [a.example, b.example]`.',
  ],
  [{ profile: { workingDir: 'src' } }, '.'],
  [{ places: at(1) }, '.'],
  [{ places: at(2) }, ', of which there is a hard link.'],
  [{ places: { file_path: { unknown: 'x' } } }, '.'],
  [{ places: { ...at(2), path: { path: '/workspace', names: 1 } } }, ', of which there is a hard link.'],
  [{ taint: [] }, '.'],
  [{ taint: ['a comment'] }, ', once the agent has read a comment.'],
  [
    { profile: { tools: ['Read'] }, places: at(2), taint: ['a', 'b'] },
    ', with `tools: [Read]`, of which there is a hard link, once the agent has read a and b.',
  ],
])('an example with %j is told with it', (change, words) => {
  expect(allowed(change)).toBe(`\`Read(a)\`${words}`);
});

test('a refused example is judged with what its agent has read', () => {
  const refused = { call: 'Bash(id)', profile: { taintedTools: ['Read'] }, taint: ['a comment'] };
  expect(sections(rule('x', { refused }))).toContain(
    'once the agent has read a comment. The agent is told: “The agent has read a comment; from then on Bash is taken from it. Use Read;',
  );
});

test('of a call that no rule refuses nothing is told', () => {
  expect(sections(rule('x', { refused: docs.allowed }))).toContain('- Refused: `Read(README.md)`.\n');
});
