import { expect, test } from 'vitest';
import { callToApprove } from '../../../core/approval/call.ts';
import { allowingOnce } from '../../../core/policy/approved-call.ts';
import { judge } from '../../../core/policy/judge.ts';
import type { PolicyPlan } from '../../../core/policy/limits.ts';
import { sha256 } from '../../../edge/keys/digest.ts';

const plan: PolicyPlan = {
  tools: ['Read', 'Write', 'Bash'],
  allowedTools: [],
  disallowedTools: [],
  taintedTools: [],
  policy: 'require_approval',
  timeoutMinutes: 5,
};
const main = (tool: string, input: object) => ({ tool, input, actor: 'main' });
const approved = main('Bash', { command: 'touch made-it' });
const others = [
  main('Bash', { command: 'touch made-it ' }),
  main('Bash', { command: 'touch made-it', timeout: 5 }),
  main('Read', { file_path: 'README.md' }),
];
const digestOf = ({ tool, input }: { tool: string; input: object }) =>
  callToApprove(tool, input, sha256)?.digest ?? '';

test('of every order of calls, the approved one is allowed, once, and all else is judged as ever', () => {
  const calls = [approved, ...others];
  for (let order = 0; order < calls.length ** 4; order += 1) {
    const decide = allowingOnce(digestOf(approved), sha256);
    let isSpent = false;
    for (let at = 0; at < 4; at += 1) {
      const call = calls[Math.floor(order / calls.length ** at) % calls.length] ?? approved;
      const isIt: boolean = call === approved && !isSpent;
      isSpent ||= isIt;
      const expected = isIt ? { allow: true, rule: 'approved-call' } : judge(call, plan);
      expect(decide(call, plan, [])).toEqual(expected);
    }
  }
});

test('without it nothing is allowed, and with every call approved all of them would be', () => {
  for (const call of [approved, ...others]) {
    expect(judge(call, plan)).toMatchObject({ allow: false, rule: 'policy-kind' });
    expect(allowingOnce(digestOf(call), sha256)(call, plan, []).allow).toBe(true);
  }
});

test.each([
  ['a protected path', main('Write', { file_path: '.github/workflows/x.yml', content: '' }), {}],
  ['a tool that the agent does not have', main('Edit', { file_path: 'a' }), {}],
  ['a call that the profile refuses', approved, { disallowedTools: ['Bash'] }],
  ['a tool that is not for what strangers wrote', approved, { taintedTools: ['Read'] }],
  ['another policy', approved, { policy: 'deny_all' as const }],
])('an approval does not help %s', (_, call, differing) => {
  const held = { ...plan, ...differing };
  const taint = ['the last commit'];
  const decide = allowingOnce(digestOf(call), sha256);
  expect(decide(call, held, taint)).toMatchObject({ allow: false });
});
