import { expect, test } from 'vitest';
import { readConfig } from '../../../core/config/read.ts';
import { compile, type Compiled, type RunFacts } from '../../../core/profile/compile.ts';
import type { Operator } from '../../../core/profile/operator.ts';

/* Every agent × trigger × facts × operator that the compiler can tell apart: more to fear is never more allowed. */

/** What may be added, one bit each; with all bits at 0 there is nothing to fear. */
const additions = [
  'bash',
  'edit',
  'webFetch',
  'host',
  'subAgents',
  'untrustedAuthor',
  'forkHead',
  'private',
  'noCage',
  'operatorForbidsBash',
  'operatorClosesHosts',
] as const;
type Addition = (typeof additions)[number];
const ALL = 1 << additions.length;

const has = (set: number, addition: Addition) => ((set >> additions.indexOf(addition)) & 1) === 1;

function configOf(set: number): string {
  const tools = ['Read'];
  if (has(set, 'bash')) tools.push('Bash');
  if (has(set, 'edit')) tools.push('Edit');
  if (has(set, 'webFetch')) tools.push('WebFetch');
  if (has(set, 'subAgents')) tools.push('Agent');
  const egress = has(set, 'host') ? '    egress: [docs.example.com]\n' : '';
  return `version: 1\nagents:\n  a:\n    description: x\n    system_prompt: x\n    tools: [${tools.join(', ')}]\n${egress}`;
}

const configs = new Map<string, ReturnType<typeof readConfig>>();

/** A configuration that is refused as such, WebFetch without a host, stands outside of the order. */
function compiled(
  set: number,
  trigger: RunFacts['trigger'],
  hasApprover: boolean,
): Compiled['kind'] | 'no-config' {
  const text = configOf(set);
  const read = configs.get(text) ?? readConfig(text, 'dispatch.yml');
  configs.set(text, read);
  if ('problems' in read) return 'no-config';
  const operator: Operator = {
    ...(has(set, 'operatorForbidsBash') ? { forbidden_tools: ['Bash'] } : {}),
    ...(has(set, 'operatorClosesHosts') ? { hosts: [] } : {}),
  };
  const facts: RunFacts = {
    trigger,
    sources: { untrustedAuthor: has(set, 'untrustedAuthor'), forkHead: has(set, 'forkHead') },
    repository: { private: has(set, 'private') },
    hasApprover,
    provenCage: !has(set, 'noCage'),
  };
  return compile(read.config, 'a', facts, operator).kind;
}

const RANK = { plan: 0, 'needs-approval': 1, refused: 2 } as const;

test.each([
  ['comment', true],
  ['comment', false],
  ['workflow', true],
  ['workflow', false],
] as const)('by a %s, with somebody to ask: %s', (trigger, hasApprover) => {
  const kinds = Array.from({ length: ALL }, (_, set) => compiled(set, trigger, hasApprover));
  const violations: string[] = [];
  for (const [set, kind] of kinds.entries()) {
    for (const [at, addition] of additions.entries()) {
      const more = kinds[set | (1 << at)];
      if (kind === 'no-config' || more === undefined || more === 'no-config') continue;
      if (RANK[more] < RANK[kind])
        violations.push(`${kind} becomes ${more} by ${addition}: ${configOf(set)}`);
    }
  }
  expect(violations).toEqual([]);
  // All verdicts are reached, so that the order above is one of something.
  const reached = new Set(kinds.filter((kind) => kind !== 'no-config'));
  expect([...reached].toSorted()).toEqual(
    hasApprover ? ['needs-approval', 'plan', 'refused'] : ['plan', 'refused'],
  );
});

test('whoever may ask somebody is never refused for it', () => {
  for (let set = 0; set < ALL; set += 1) {
    const [alone, asking] = [compiled(set, 'comment', false), compiled(set, 'comment', true)];
    if (alone === 'no-config' || asking === 'no-config') continue;
    expect(RANK[asking], configOf(set)).toBeLessThanOrEqual(RANK[alone]);
  }
});
