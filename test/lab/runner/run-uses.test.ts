import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Bench, makeBench, oneJob } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.close());

/** An action.yml of a composite action with these steps, written in one line each. */
function composite(steps: string[], more = ''): Record<string, string> {
  return {
    'action.yml': `name: made\n${more}runs:\n  using: composite\n  steps:\n${steps.map((s) => `    - ${s}\n`).join('')}`,
  };
}

describe('composite actions', () => {
  test('inputs, defaults, outputs, and their own steps context', async () => {
    const folder = bench.action('greet', {
      ...composite(
        [
          '{ id: a, shell: bash, run: "echo said=${{ inputs.who }}+${{ inputs.count }} >> $GITHUB_OUTPUT" }',
          '{ shell: bash, run: "echo $GITHUB_ACTION_PATH $FROM_STEP [${{ steps.outer.outputs.x }}]" }',
        ],
        'inputs: { who: { required: true }, count: { default: "${{ github.run_number }}" } }\noutputs: { said: { value: "${{ steps.a.outputs.said }}" } }\n',
      ),
    });
    const outcome = await bench.run(
      oneJob(`- id: outer
  run: echo x=1 >> $GITHUB_OUTPUT
- id: g
  uses: acme/greet@v1
  with: { WHO: world, other: 1 }
  env: { FROM_STEP: set }
- run: echo "got \${{ steps.g.outputs.said }} \${{ steps.a.outcome }}"`),
      { actions: { 'acme/greet': folder } },
    );
    const lines = outcome.log.split('\n');
    expect(lines).toContain('got world+3 ');
    expect(lines).toContain(`${folder} set []`);
    expect(outcome.log).toContain("Unexpected input(s) 'other', valid inputs are ['who', 'count']");
  });

  test('a required input that is missing is an error', async () => {
    const folder = bench.action(
      'strict',
      composite(['{ run: "true", shell: sh }'], 'inputs: { who: { required: true } }\n'),
    );
    const outcome = await bench.run(oneJob('- uses: acme/strict@v1'), { actions: { 'acme/strict': folder } });
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toContain("requires the input 'who'");
  });

  test.each([
    ['timeout-minutes', '{ run: "true", shell: sh, timeout-minutes: 3 }'],
    ['with', '{ run: "true", shell: sh, with: { a: b } }'],
    ["needs 'shell'", '{ run: "true" }'],
    ['secrets', '{ run: "echo ${{ secrets.API_KEY }}", shell: sh }'],
    ['vars', '{ run: "echo ${{ vars.COLOUR }}", shell: sh }'],
  ])('%s is refused', async (named, step) => {
    const folder = bench.action(`bad-${named.length}`, composite([step]));
    const outcome = await bench.run(oneJob('- uses: acme/bad@v1'), { actions: { 'acme/bad': folder } });
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toContain(named);
    expect(outcome.log).not.toContain('dummy-secret-value-1');
  });

  test('a failure inside runs always() and failure() inside and out', async () => {
    const folder = bench.action(
      'failing',
      composite([
        '{ run: exit 2, shell: bash }',
        '{ run: "echo inner-${{ 1 }}", shell: bash }',
        '{ run: "echo inner-failure-${{ 1 }}", shell: bash, if: failure() }',
        '{ run: "echo inner-always-${{ 1 }}", shell: bash, if: always() }',
      ]),
    );
    const outcome = await bench.run(
      oneJob(
        '- run: exit 1\n- { uses: acme/failing@v1, if: always() }\n- { run: "echo after-${{ 1 }}", if: failure() }',
      ),
      { actions: { 'acme/failing': folder } },
    );
    const echoed = outcome.log.split('\n').filter((line) => /^(inner|after)/.test(line));
    expect(echoed).toEqual(['inner-failure-1', 'inner-always-1', 'after-1']);
  });

  test('$/ means the repository of the action that says it, ./ the workspace', async () => {
    const folder = bench.action('whole', {
      ...composite(['{ uses: $/sub }', '{ uses: ./local }']),
      'sub/action.yml':
        'name: sub\nruns: { using: composite, steps: [{ run: "echo in-sub-$GITHUB_REF_NAME", shell: sh }] }',
    });
    const outcome = await bench.run(
      oneJob(`- run: |
    mkdir local
    echo 'runs: { using: composite, steps: [{ run: echo in-local, shell: sh }, { uses: $/nested/inner }] }' > local/action.yml
- uses: acme/whole@v1`),
      { actions: { 'acme/whole': folder } },
    );
    const lines = outcome.log.split('\n');
    expect(lines).toEqual(expect.arrayContaining(['in-sub-main', 'in-local', 'inner from the repository']));
    expect(outcome.conclusion).toBe('success');
  });

  test('nesting ends at depth 9', async () => {
    const folder = bench.action('endless', composite(['{ run: echo level, shell: sh }', '{ uses: $/ }']));
    const outcome = await bench.run(oneJob('- uses: acme/endless@v1'), {
      actions: { 'acme/endless': folder },
    });
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log.split('\n').filter((line) => line === 'level')).toHaveLength(9);
    expect(outcome.log).toContain('nested deeper than 9');
  });
});

describe('JavaScript actions', () => {
  const script = `
    const { appendFileSync } = require('node:fs');
    appendFileSync(process.env.GITHUB_OUTPUT, 'sum=' + process.env.INPUT_A_B + process.env['INPUT_WITH-DASH'] + '\\n');
    appendFileSync(process.env.GITHUB_STATE, 'left=behind\\n');
    console.log('main ' + process.env.ACTIONS_RUNTIME_TOKEN + ' ' + process.cwd().endsWith('/shop/shop'));`;

  test('inputs, outputs, dummies, and the post step last, with state', async () => {
    const folder = bench.action('js', {
      'action.yml':
        'name: js\ninputs: { "a b": { default: "1" }, with-dash: { required: true } }\nruns: { using: node24, main: main.cjs, post: post.cjs }',
      'main.cjs': script,
      'post.cjs': "console.log('post ' + process.env.STATE_left + ' ' + process.env['INPUT_WITH-DASH'])",
    });
    const outcome = await bench.run(
      oneJob(
        '- { id: js, uses: acme/js@v1, with: { with-dash: 2 } }\n- run: echo "sum ${{ steps.js.outputs.sum }}"; exit 1',
      ),
      { actions: { 'acme/js': folder } },
    );
    const lines = outcome.log.split('\n').filter((line) => /^(main|post|sum) /.test(line));
    expect(lines).toEqual(['main dummy-actions-runtime-token true', 'sum 12', 'post behind 2']);
  });

  test('other kinds of actions are refused', async () => {
    const folder = bench.action('docker', {
      'action.yml': 'name: d\nruns: { using: docker, image: Dockerfile }',
    });
    const outcome = await bench.run(oneJob('- uses: acme/docker@v1'), { actions: { 'acme/docker': folder } });
    expect(outcome.log).toContain("does not support 'using: docker'");
  });
});
