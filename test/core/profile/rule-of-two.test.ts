import { expect, test } from 'vitest';
import { capabilities, capabilityNames, type Capability } from '../../../core/profile/capabilities.ts';
import { ruleOfTwo } from '../../../core/profile/rule-of-two.ts';

const all = Array.from(
  { length: 2 ** capabilityNames.length },
  (_, bits) => new Set(capabilityNames.filter((_name, at) => (bits >> at) & 1)),
);
const severity = { allow: 0, 'needs-approval': 1, refuse: 2 };

test.each([true, false])('no capability makes a verdict better (an approver: %s)', (approver) => {
  const breaches: string[] = [];
  for (const present of all) {
    const before = severity[ruleOfTwo(present, approver).verdict];
    for (const added of capabilityNames)
      if (severity[ruleOfTwo(new Set([...present, added]), approver).verdict] < before)
        breaches.push(`${[...present].join('+')} + ${added}`);
  }
  expect(all).toHaveLength(8192);
  expect(breaches).toEqual([]);
});

test('exactly the sets with all three classes are not simply allowed', () => {
  for (const present of all) {
    const classes = new Set([...present].map((name) => capabilities[name].class));
    expect(ruleOfTwo(present, false).verdict).toBe(classes.size === 3 ? 'refuse' : 'allow');
    expect(ruleOfTwo(present, true).verdict).toBe(classes.size === 3 ? 'needs-approval' : 'allow');
    expect(ruleOfTwo(present, true).present).toBe([...classes].toSorted().join(''));
  }
});

test('the smallest change does let it pass: taking away the members of its class', () => {
  for (const present of all) {
    const judged = ruleOfTwo(present, false);
    if (judged.remedy === null) continue;
    const change = judged.remedy.toLowerCase();
    const left = [...present].filter((name) => !change.includes(capabilities[name].remedy.toLowerCase()));
    expect(ruleOfTwo(new Set(left), false).verdict, [...present].join('+')).toBe('allow');
  }
});

test.each(capabilityNames)('%s is told in words, and so is what takes it away', (name) => {
  const { means, remedy } = capabilities[name];
  for (const words of [means, remedy]) expect(words).toMatch(/^(an MCP|[a-z`]).* .*[^.]$/);
});

test.each<[Capability[], string[], string | null]>([
  [['fork-head', 'egress'], [], null],
  // What the configuration says is changed, not where a request came from.
  [['untrusted-author', 'secrets', 'wider-audience'], ['A', 'B', 'C'], 'Remove `env`.'],
  [['fork-head', 'private-content', 'lasting-writes'], ['A', 'B', 'C'], 'Take these out of `outputs`.'],
  [
    ['web-content', 'fork-head', 'private-content', 'secrets', 'egress', 'wider-audience'],
    ['A', 'B', 'C'],
    'Remove `env`, and use an agent without `egress` in a private repository.',
  ],
  [['web-content', 'fork-head', 'private-content', 'secrets', 'egress'], ['A', 'B', 'C'], 'Remove `egress`.'],
])('%j: what it brings in, and the smallest change', (present, classes, remedy) => {
  const judged = ruleOfTwo(new Set(present), false);
  expect(judged.reasons.map((reason) => reason.slice(0, 1))).toEqual(classes);
  expect(judged.remedy).toBe(remedy);
});

test('the reasons name each class once, with everything that brings it in', () => {
  const present = new Set<Capability>(['fork-head', 'untrusted-author', 'private-content', 'egress']);
  expect(ruleOfTwo(present, false)).toEqual({
    present: 'ABC',
    verdict: 'refuse',
    reasons: [
      'A: the thread holds text by people without write access, and the code comes from a fork',
      'B: the repository is private',
      'C: `egress` lets the agent send to hosts on the internet',
    ],
    remedy: 'Remove `egress`.',
  });
});
