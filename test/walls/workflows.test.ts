import { describe, expect, test } from 'vitest';
import { ROOT } from './planted-tree.ts';
import { readWorkflows, workflowBreaches } from './workflow-rules.ts';

const SHA = 'a'.repeat(40);

/** A workflow with one job of the given steps. */
const workflow = (steps: string, permissions = 'permissions: {}') =>
  `on: push\n${permissions}\njobs:\n  one:\n    runs-on: ubuntu-24.04\n    steps:\n${steps}\n`;

const PLANTED: [rule: string, text: string][] = [
  ['no-expression-in-run', workflow('      - run: echo ${{ github.event.comment.body }}')],
  ['no-expression-in-run', workflow('      - run: |\n          true\n          echo "${{ inputs.task }}"')],
  [
    'no-expression-in-run',
    'runs:\n  using: composite\n  steps:\n    - shell: bash\n      run: node ${{ github.action_path }}/x.js',
  ],
  [
    'no-expression-in-run',
    workflow(`      - uses: a/b@${SHA} # v1\n        with: { script: "f('\${{ github.head_ref }}')" }`),
  ],
  ['actions-pinned-by-sha', workflow('      - uses: actions/checkout@v7 # v7')],
  ['actions-pinned-by-sha', workflow('      - uses: actions/checkout@main')],
  ['actions-pinned-by-sha', workflow('      - uses: actions/checkout@3d3c42e # v7.0.1')],
  ['actions-pinned-by-sha', workflow(`      - uses: actions/checkout@${SHA}`)],
  ['actions-pinned-by-sha', workflow('      - uses: docker://alpine:3')],
  ['permissions-start-empty', workflow('      - run: true', 'permissions: read-all')],
  ['permissions-start-empty', workflow('      - run: true', 'permissions: { contents: read }')],
  ['permissions-start-empty', workflow('      - run: true', 'name: none')],
  ['workflow-parses', 'on: push\npermissions: {}\npermissions: {}\n'],
];

describe('the walls of the workflow files', () => {
  test.each(PLANTED)('%s is reported', (rule, text) => {
    expect(workflowBreaches({ path: 'x.yml', text }).map((breach) => breach.rule)).toEqual([rule]);
  });

  test('a workflow that keeps to them is clean', () => {
    const steps = `      - uses: actions/checkout@${SHA} # v7.0.1\n      - uses: ./\n      - env: { A: "\${{ inputs.a }}" }\n        run: echo "$A"`;
    expect(workflowBreaches({ path: 'x.yml', text: workflow(steps) })).toEqual([]);
  });

  test('action.yml and the workflows we run and show keep to them', () => {
    const files = readWorkflows(ROOT);
    expect(files.map(({ path }) => path)).toEqual([
      'action.yml',
      '.github/workflows/ci.yml',
      '.github/workflows/dispatch.yml',
      '.github/workflows/release.yml',
      '.github/workflows/update-cli.yml',
      'docs/examples/workflows/by-hand.yml',
      'docs/examples/workflows/ci-failure.yml',
      'docs/examples/workflows/dispatch.yml',
      'docs/examples/workflows/issue-labelled.yml',
      'docs/examples/workflows/matrix.yml',
      'docs/examples/workflows/merge-group.yml',
      'docs/examples/workflows/planned.yml',
      'docs/examples/workflows/redteam.yml',
      'docs/examples/workflows/schedule.yml',
      'docs/examples/workflows/step.yml',
      'docs/examples/workflows/two-agents.yml',
      'examples/release-notes-writer/workflow.yml',
    ]);
    expect(files.flatMap(workflowBreaches)).toEqual([]);
  });

  test('what an adopter copies is short', () => {
    const example = readWorkflows(ROOT).find(({ path }) => path === 'docs/examples/workflows/dispatch.yml');
    expect(example?.text.trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });
});
