import { expect, test } from 'vitest';
import { narrowed, partsOf, type Part } from '../../../core/approval/narrow.ts';
import { readConfig } from '../../../core/config/read.ts';
import { judge } from '../../../core/policy/judge.ts';
import { readWrittenCall } from '../../../core/policy/written-call.ts';
import type { Plan } from '../../../core/profile/plan.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';

function planOf(profile: string): Plan {
  const text = `version: 1\nagents:\n  worker: { description: x, system_prompt: x, ${profile} }\n`;
  const read = readConfig(text, 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const plan = resolve(read.config, 'worker');
  if (isRefusal(plan)) throw new Error(plan.because);
  return plan;
}

const CALLS = [
  'Read(README.md)',
  'Edit(docs/a.md)',
  'Edit(src/a.ts)',
  'Write(docs/b.md)',
  'Bash(npm test)',
  'Bash(git log -1)',
  'Bash(npm test && git log)',
  'WebFetch(https://example.org/x)',
  'WebFetch(https://api.example.com/x)',
];

/** Which of the calls the judge of a run allows under a plan. */
function allowed(plan: Plan): string[] {
  return CALLS.filter((text) => {
    const call = readWrittenCall(text);
    if (typeof call === 'string') throw new Error(call);
    return judge(call, plan).allow;
  });
}

const parts = (plan: Plan) => partsOf({ ...plan, hosts: plan.egress });

const PLANS = [
  `tools: [Read, Edit, Write, Bash, WebFetch], egress: [example.org, '*.example.com'],
   allowed_tools: [Read, 'Edit(docs/**)', 'Edit(src/**)', Write, 'Bash(npm test)', 'Bash(git log *)', WebFetch]`,
  'tools: [Read, Edit, Write, Bash, WebFetch], egress: [example.org], policy: allow_all',
  "tools: [Read, Edit, Bash], disallowed_tools: ['Bash(git *)'], policy: deny_list",
].map(planOf);

test('the judge allows what was left of a plan, and nothing of what was left out', () => {
  const [plan] = PLANS as [Plan];
  expect(parts(plan).map(({ text }) => text)).toEqual([
    'Read',
    'Edit(docs/**)',
    'Edit(src/**)',
    'Write',
    'Bash(npm test)',
    'Bash(git log *)',
    'WebFetch',
    'example.org',
    '*.example.com',
  ]);
  expect(allowed(plan)).toEqual(expect.arrayContaining(['Edit(src/a.ts)', 'Bash(git log -1)']));
  const left = allowed(narrowed(plan, [3, 6, 9]));
  expect(left).toEqual([
    'Read(README.md)',
    'Edit(docs/a.md)',
    'Write(docs/b.md)',
    'Bash(npm test)',
    'WebFetch(https://example.org/x)',
  ]);
});

test.each(PLANS)('whatever is left out of plan %#, only less is allowed', (plan) => {
  const count = parts(plan).length;
  const whole = allowed(plan);
  expect(whole.length).toBeGreaterThan(2);
  for (let set = 0; set < 2 ** count; set += 1) {
    const without = Array.from({ length: count }, (_, at) => at + 1).filter(
      (part) => (set >> (part - 1)) % 2,
    );
    const left = narrowed(plan, without);
    expect(whole).toEqual(expect.arrayContaining(allowed(left)));
    expect(plan.egress).toEqual(expect.arrayContaining(left.egress));
  }
});

test.each(PLANS)('each part of plan %# is taken away by its number', (plan) => {
  const remains = ({ kind, text }: Part, left: Plan): boolean => {
    if (kind === 'host') return left.egress.includes(text);
    if (plan.policy === 'allow_list') return left.allowedTools.includes(text);
    return allowed(left).some((call) => call.startsWith(`${text}(`));
  };
  const left = parts(plan).filter((part, index) => remains(part, narrowed(plan, [index + 1])));
  expect(left).toEqual([]);
  expect(narrowed(plan, [])).toEqual(plan);
  expect(narrowed(plan, [99])).toEqual(plan);
});
