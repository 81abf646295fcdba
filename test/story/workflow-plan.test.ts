import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readWorkflowPlan, workflowPlanText } from '../../core/approval/workflow-plan.ts';
import { lastToolResults } from '../../lab/model/script.ts';
import { commitInto } from '../bare-repository.ts';
import { setUp, workflowWith } from './step.ts';

/* A workflow without the app: one job proposes, and after people let it go on another one is held to the plan. */

const config = `version: 1
agents:
  fixer:
    description: Mends
    system_prompt: You mend.
    tools: [Read, Write]
    allowed_tools: [Read, 'Write(src/**)']
    require_plan: true
`;
const shipped = readFileSync(new URL('../../docs/examples/workflows/planned.yml', import.meta.url), 'utf8');
const PROPOSE = 'mcp__dispatch__propose_plan';
const plan = { steps: ['Write the sum anew.'], paths: ['src/new.js'], cost_usd: 0.5 };
const write = (path: string) => ({
  tool: 'Write',
  input: { file_path: `/workspace/${path}`, content: 'export {};\n' },
});

async function bench() {
  const heard: string[] = [];
  const made = await setUp(
    (request, turn) => {
      heard.push(...lastToolResults(request).map(({ text }) => text));
      const isPlanning = (request.tools ?? []).some(({ name }) => name === PROPOSE);
      const calls = isPlanning
        ? [{ tool: PROPOSE, input: plan }]
        : [write('src/new.js'), write('src/other.js')];
      const call = calls[turn];
      return call === undefined ? { text: 'That is it.' } : { calls: [call] };
    },
    { '.github/dispatch.yml': config },
  );
  return { ...made, heard };
}

const step = {
  agent: 'fixer',
  task: 'Make add() add.',
  'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
  'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
};
const SHOW = `
      - env: { PLAN: '\${{ steps.dispatch.outputs.plan }}' }
        run: echo "PLAN=<$PLAN>"
`;

test('the shipped example: the second job does what the first one proposed, and nothing else', async () => {
  const { run, heard, model } = await bench();
  // Who stands at the environment is GitHub's matter; the stand-in lets every job go on.
  expect(shipped).toMatch(/  carry-out:\n    needs: plan\n.*\n    environment: agents\n/);
  const outcome = await run(shipped.replace('    environment: agents\n', ''));
  expect(outcome.conclusion, outcome.log).toBe('success');
  expect(outcome.summary).toContain('**Proposed** in 1 step; nothing of it was done');
  expect(outcome.summary).toContain('**writes**: `src/new.js`');
  expect(outcome.summary).toMatch(/The digest of this plan: `[0-9a-f]{64}`/);
  expect(heard.join('\n')).toContain('Refused by policy (outside-plan): src/other.js is not in the plan');
  expect(outcome.log).toContain('allowed  Write /workspace/src/new.js');
  expect(model.requests.length).toBeGreaterThan(3);
}, 120_000);

test('a plan is for its run, task and configuration, and is carried out as it was written', async () => {
  const { run, gitDir, model } = await bench();
  const proposed = await run(workflowWith(step, SHOW));
  expect(proposed.conclusion, proposed.log).toBe('success');
  const text = /PLAN=<(\{.*\})>/.exec(proposed.log)?.[1] ?? '';
  const read = readWorkflowPlan(text);
  if (read === null) throw new Error(proposed.log);
  expect(read.proposal).toMatchObject(plan);
  const before = model.requests.length;
  const wider = { ...read, proposal: { ...read.proposal, paths: ['src/**'] } };
  for (const [given, code] of [
    // The run of another day, for which nobody let it go on.
    [text, 'other-plan'],
    [workflowPlanText(wider), 'other-plan'],
    [workflowPlanText({ ...wider, proposal: { ...read.proposal, paths: ['lib/**'] } }), 'beyond-profile'],
    ['{}', 'approved-plan-bad'],
  ] as const) {
    const refused = await run(workflowWith({ ...step, 'approved-plan': given }));
    expect(refused.conclusion).toBe('failure');
    expect(refused.log).toContain(code);
  }
  await commitInto(gitDir, {
    change: { '.github/dispatch.yml': config.replace('    require_plan: true\n', '') },
    from: 'main',
    onto: 'main',
  });
  const free = await run(workflowWith({ ...step, 'approved-plan': text }));
  expect(free.log).toContain('plan-changed');
  expect(model.requests).toHaveLength(before);
}, 180_000);

test('a plan beside a ticket is refused', async () => {
  const { run, ticket, ticketKey } = await bench();
  const both = await run(
    workflowWith({ 'approved-plan': '{}', ticket: await ticket(), 'ticket-key': ticketKey }),
  );
  expect(both.log).toContain('ticket-and-task');
}, 60_000);
