import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { readResult, type Result } from '../../core/output/result.ts';
import { resultSchema } from '../../core/output/result-schema.ts';
import { setUp, workflowWith } from './step.ts';

const followsSchema = new Ajv2020({ strict: true }).compile(resultSchema());

const key = {
  'anthropic-api-key': '${{ secrets.ANTHROPIC_API_KEY }}',
  'anthropic-base-url': '${{ vars.ANTHROPIC_BASE_URL }}',
};

const looks = {
  turns: [
    {
      calls: [
        { tool: 'Read', input: { file_path: 'src/add.js' } },
        { tool: 'Read', input: { file_path: '/etc/shadow' } },
      ],
    },
    { text: '`add` subtracts, @everyone.' },
  ],
};

test('the action as a plain step: outputs, summary and artifact', async () => {
  const bench = await setUp(looks);
  const use = `
      - env:
          OUTCOME: \${{ steps.dispatch.outputs.outcome }}
          TEXT: \${{ steps.dispatch.outputs.text }}
          COST: \${{ steps.dispatch.outputs.cost-usd }}
          FOLDER: \${{ steps.dispatch.outputs.artifact-path }}
          REPORT: \${{ steps.dispatch.outputs.report-path }}
          FIGURES: >-
            \${{ steps.dispatch.outputs.input-tokens }}/\${{ steps.dispatch.outputs.output-tokens }}
            \${{ steps.dispatch.outputs.tool-calls }}/\${{ steps.dispatch.outputs.refusals }}
            \${{ steps.dispatch.outputs.tainted }} [\${{ steps.dispatch.outputs.error-code }}]
            \${{ steps.dispatch.outputs.audit-digest }} \${{ steps.dispatch.outputs.duration-ms }}
        run: echo "outcome=$OUTCOME cost=$COST text=$TEXT"; ls "$FOLDER"; cat "$FOLDER/result.json"; echo; echo "figures=$FIGURES"; grep -c '<main id="page">' "$REPORT"
`;
  const outcome = await bench.run(workflowWith({ ...key, agent: 'reviewer', task: 'look' }, use));
  expect(outcome.log).toMatch(/outcome=success cost=0\.\d+ text=`add` subtracts/);
  expect(outcome.log).toMatch(/audit\.jsonl\s+report\.html\s+result\.json\s+summary\.md/);
  const result = JSON.parse(/^\{"version":2.*\}$/m.exec(outcome.log)?.[0] ?? '') as Result;
  expect(followsSchema(result), JSON.stringify(followsSchema.errors)).toBe(true);
  expect(readResult(JSON.stringify(result))).toEqual(result);
  const { tokens, audit_head: head } = result;
  expect(tokens?.input).toBeGreaterThan(0);
  expect(outcome.log).toMatch(
    new RegExp(`figures=${tokens?.input}/${tokens?.output} 1/1 (true|false) \\[\\] ${head} \\d+\\s+1\\b`),
  );
  expect(outcome.summary).toMatch(/```mermaid\ngantt\n[^]* {2}1 Read :\d+, \d+\n {2}2 Read not made :crit, /);
  expect(outcome.summary).toMatch(/reviewer: done[^]*subtracts[^]*1 tool call allowed, \*\*1 refused\*\*/);
  expect(outcome.conclusion).toBe('success');
  expect(bench.github.violations).toEqual([]);
});

test('the shipped example of a step: one job runs the agent, another one posts', async () => {
  const bench = await setUp(looks);
  const { number } = bench.github.createIssue(bench.repository.fullName, { title: 'Look', author: 'ada' });
  const shipped = readFileSync(new URL('../../docs/examples/workflows/step.yml', import.meta.url), 'utf8');
  const pull = { number, head: { sha: bench.head, repo: { full_name: bench.repository.fullName } } };
  const outcome = await bench.run(shipped, { payload: { pull_request: pull } });
  expect(outcome.conclusion, outcome.log).toBe('success');
  const comments = bench.github.listComments(bench.repository.fullName, number);
  expect(comments).toHaveLength(1);
  expect(comments[0]!.body).toMatch(/is done[^]*subtracts/);
  // Nobody is called, whatever the agent writes.
  expect(comments[0]!.body).toContain('`@everyone`');
  expect(bench.github.violations).toEqual([]);
});

test('a job that may only read cannot post, and says so', async () => {
  const bench = await setUp(looks);
  const { number } = bench.github.createIssue(bench.repository.fullName, { title: 'Look', author: 'ada' });
  const publish = `
      - uses: agent-dispatch/agent-dispatch@v0.1.0
        with: { mode: publish, result-path: result, issue-number: '${number}' }
`;
  const result = `
      - run: mkdir result && cp "$FOLDER/result.json" result/
        env: { FOLDER: '\${{ steps.dispatch.outputs.artifact-path }}' }
`;
  const outcome = await bench.run(
    workflowWith({ ...key, agent: 'reviewer', task: 'look' }, result + publish),
  );
  expect(outcome.conclusion).toBe('failure');
  expect(outcome.log).toMatch(/##\[error\].*403/);
  expect(bench.github.listComments(bench.repository.fullName, number)).toEqual([]);
});

test('a cancelled step stops its agent and still leaves a result that says so', async () => {
  const bench = await setUp({ turns: [{ text: 'too late', delayMs: 30_000 }] });
  const stop = new AbortController();
  const after = `
      - if: always()
        env: { FOLDER: '\${{ steps.dispatch.outputs.artifact-path }}' }
        run: cat "$FOLDER/result.json"
`;
  const running = bench.run(workflowWith({ ...key, agent: 'reviewer', task: 'look' }, after), {
    signal: stop.signal,
  });
  while (!bench.model.requests.some((request) => request.path.startsWith('/v1/messages'))) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  stop.abort();
  const outcome = await running;
  expect(outcome.conclusion).toBe('cancelled');
  expect(outcome.log).toMatch(/"outcome":"cancelled"/);
});
