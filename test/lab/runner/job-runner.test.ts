import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Bench, makeBench, oneJob } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.close());

type Row = {
  name: string;
  steps: string;
  conclusion?: 'success' | 'failure';
  /** Lines of the log, each whole. */
  says?: string[];
  /** Texts that are nowhere in the log. */
  never?: string[];
};

const ROWS: Row[] = [
  {
    name: 'expressions are put into scripts as text',
    steps: '- run: echo "<${{ vars.COLOUR }}-${{ 1 == 1 }}-${{ null }}-${{ github.event.text }}-${{ 3 }}>"',
    says: ['<blue-true--from the event-3>'],
  },
  {
    name: "an expression may hold '}}' in quotes",
    steps: `- run: echo "\${{ format('{0}}}', 'x') }}"`,
    says: ['x}'],
  },
  {
    name: 'objects become JSON only by toJSON',
    steps: `- run: |
    echo "\${{ github.event }}"
    echo '\${{ toJSON(fromJSON('[1]')) }}' | tr -d '\\n '`,
    says: ['Object', '[1]'],
  },
  {
    name: 'a failed step skips the rest but not always() and failure()',
    conclusion: 'failure',
    steps: `- run: exit 4
- run: echo skipped-$((1+1))
- if: failure()
  run: echo failure-$((1+1))
- if: \${{ always() && job.status == 'failure' }}
  run: echo always-$((1+1))
- if: cancelled()
  run: echo cancelled-$((1+1))`,
    says: [
      "##[error]Process completed with exit code 4. (step 'Run exit 4' of job 'main')",
      'failure-2',
      'always-2',
    ],
    never: ['skipped-2', 'cancelled-2'],
  },
  {
    name: 'outcome, conclusion and outputs are in the steps context',
    steps: `- id: a
  continue-on-error: \${{ 1 == 1 }}
  run: echo "k=v w" >> "$GITHUB_OUTPUT"; exit 1
- id: b
  if: false
  run: exit 1
- run: echo "\${{ steps.a.outcome }} \${{ steps.a.conclusion }} \${{ steps.b.outcome }} \${{ steps.a.outputs.k }}"`,
    says: ['failure success skipped v w'],
  },
  {
    name: 'GITHUB_ENV and GITHUB_PATH reach the next step, heredocs too',
    steps: `- run: |
    mkdir bin; printf '#!/bin/sh\\necho from-the-path' > bin/tool; chmod +x bin/tool
    echo "$PWD/bin" >> "$GITHUB_PATH"
    { echo 'A=1'; echo 'B<<END'; echo two; echo lines=2; echo END; echo NODE_OPTIONS=--inspect; } >> "$GITHUB_ENV"
- run: tool; echo "$A+$B+\${{ env.A }}+$NODE_OPTIONS" | tr '\\n' '/'`,
    says: ['from-the-path', '1+two/lines=2+1+/'],
  },
  {
    name: 'a command file that breaks the format fails its step',
    conclusion: 'failure',
    steps: '- run: echo "nonsense" >> "$GITHUB_OUTPUT"',
    says: [
      "##[error]Unable to process file command 'output' successfully. Invalid format 'nonsense' (step 'Run echo \"nonsense\" >> \"$GITHUB_OUTPUT\"' of job 'main')",
    ],
  },
  {
    name: 'steps override the env of the job and of the workflow, never what the runner sets',
    steps: `- env: { A: step, GITHUB_SHA: forged, CI: 'no' }
  run: echo "$A $CI \${GITHUB_SHA:0:3} \${{ env.A }}"`,
    says: ['step no SHA step'],
  },
  {
    name: 'bash stops at a failure in a pipe, the unspecified shell does not',
    conclusion: 'failure',
    steps: `- run: false | true; echo unspecified-went-on
- shell: sh
  run: echo "sh-$0" | sed 's/-.*sh$/-script/'
- shell: bash
  run: false | true; echo bash-went-$((1+1))`,
    says: ['unspecified-went-on', 'sh-script'],
    never: ['bash-went-2'],
  },
  {
    name: 'working-directory is inside the workspace, and a missing one is named',
    conclusion: 'failure',
    steps: `- run: mkdir -p sub
- run: basename "$PWD"
  working-directory: sub
- run: 'true'
  working-directory: nowhere`,
    says: ['sub'],
  },
  {
    name: 'secrets are masked in every line and encoding, and may be passed by outputs of steps',
    steps: `- id: a
  run: |
    printf 'dummy-secret-value-1' | base64
    printf 'x:dummy-secret-value-1' | base64
    echo 'is dummy-second-line here'
    printf '::add-mask::added-%s\\n' later
    printf 'added-%s\\n' later
    echo 'token \${{ github.token }} \${{ secrets.GITHUB_TOKEN }}'
    echo "k=\${{ secrets.API_KEY }}" >> "$GITHUB_OUTPUT"
- run: test "\${{ steps.a.outputs.k }}" = "$(printf 'dummy-secret'; echo -value-1)" && echo passed-$((1+1))`,
    says: ['***', 'is *** here', 'token *** ***', 'passed-2'],
    never: ['dummy-secret-value-1', 'ZHVtbXktc2VjcmV0', 'added-later', 'dummy-job-token'],
  },
  {
    name: 'workflow commands act, also behind a carriage return, and stop when stopped',
    conclusion: 'success',
    steps: `- id: a
  run: |
    echo '::error file=x::bad%0Aworse'
    echo '::debug::hidden'
    printf 'text\\r::warning::behind\\n'
    echo '##[set-output name=old]1'
    echo '::stop-commands::tok'
    echo '::warning::plain-text'
    echo '::tok::'
    echo '::notice::again'
- run: echo "\${{ steps.a.outputs.old }}-seen"`,
    says: [
      '##[error]bad',
      '##[error]worse',
      '##[warning]behind',
      '::warning::plain-text',
      '##[notice]again',
      '1-seen',
    ],
    never: ['##[debug]hidden'],
  },
  {
    name: 'set-env as a command is refused and fails the step',
    conclusion: 'failure',
    steps: "- run: echo '::set-env name=A::1'",
    says: [
      "##[error]The `set-env` command is disabled. Please use Environment Files (step 'Run echo '::set-env name=A::1'' of job 'main')",
    ],
  },
  {
    name: 'the runtime token is not for scripts',
    steps: '- run: env | grep -c ^ACTIONS_ || true',
    says: ['0'],
  },
];

describe('one job', () => {
  test.each(ROWS)('$name', async ({ steps, conclusion = 'success', says = [], never = [] }) => {
    const withEnv = '    env: { A: job }\n';
    const outcome = await bench.run(oneJob(steps, withEnv).replace('SHA', bench.sha.slice(0, 3)));
    const lines = outcome.log.split('\n');
    const expected = says.map((line) => line.replace('SHA', bench.sha.slice(0, 3)));
    expect(lines).toEqual(expect.arrayContaining(expected));
    for (const text of never) expect(outcome.log).not.toContain(text);
    expect(outcome.conclusion).toBe(conclusion);
  });

  test('our own environment does not leak, and what is passed arrives', async () => {
    process.env['PLANTED_BY_A_TEST'] = 'dummy-planted';
    const steps =
      '- run: echo "<$PLANTED_BY_A_TEST> <$ONE> <$TWO> <$CI> <$GITHUB_REPOSITORY_ID>"; env | cut -d= -f1 | sort';
    try {
      const outcome = await bench.run(
        oneJob(steps),
        { environment: { TWO: '2' } },
        { environment: { ONE: '1', TWO: 'x' } },
      );
      expect(outcome.log).toContain('<> <1> <2> <true> <42>');
      const names = outcome.log.split('<42>').at(-1)?.trim().split('\n') ?? [];
      const known = /^(GITHUB|RUNNER)_|^(CI|HOME|PATH|LANG|ONE|TWO|PWD|SHLVL|_)$/;
      expect(names.filter((name) => !known.test(name))).toEqual([]);
      expect(names).toEqual(
        expect.arrayContaining(['GITHUB_TRIGGERING_ACTOR', 'GITHUB_EVENT_PATH', 'RUNNER_TEMP']),
      );
    } finally {
      delete process.env['PLANTED_BY_A_TEST'];
    }
  });

  test('a summary is kept and masked; one over 1 MiB is dropped', async () => {
    const outcome = await bench.run(
      oneJob(`- run: echo "# dummy-secret-value-1" >> "$GITHUB_STEP_SUMMARY"
- run: head -c 1048577 /dev/zero | tr '\\0' x >> "$GITHUB_STEP_SUMMARY"`),
    );
    expect(outcome.summary).toBe('# ***\n');
    expect(outcome.log).toContain('$GITHUB_STEP_SUMMARY upload aborted');
    expect(outcome.conclusion).toBe('success');
  });

  test('inputs keep their types', async () => {
    const steps = `- run: echo "\${{ inputs.flag && 'yes' || 'no' }} \${{ inputs.word }} \${{ github.event.inputs.flag }}"`;
    const workflow = oneJob(steps).replace(
      'on: workflow_dispatch',
      'on: { workflow_dispatch: { inputs: { flag: { type: boolean }, word: { default: otherwise } } } }',
    );
    const payload = { inputs: { flag: 'false' } };
    const outcome = await bench.run(workflow, { inputs: { flag: 'false' }, payload });
    expect(outcome.log.split('\n')).toContain('no otherwise false');
  });
});

describe('several jobs', () => {
  const jobs = (text: string) => `on: push\npermissions: { contents: read }\njobs:\n${text}`;

  test('outputs go to the jobs that need them, unless they hold a secret', async () => {
    const outcome = await bench.run(
      jobs(`
  first:
    runs-on: ubuntu-latest
    outputs: { plain: '\${{ steps.a.outputs.plain }}', secret: '\${{ steps.a.outputs.secret }}' }
    steps:
      - id: a
        run: |
          echo plain=1 >> $GITHUB_OUTPUT
          echo secret=x-dummy-secret-value-1 >> $GITHUB_OUTPUT
  second:
    needs: first
    runs-on: [ubuntu-latest]
    steps:
      - run: echo "<\${{ needs.first.outputs.plain }}><\${{ needs.first.outputs.secret }}><\${{ needs.first.result }}>"
`),
    );
    expect(outcome.outputs).toEqual({ first: { plain: '1' }, second: {} });
    expect(outcome.log).toContain("Skip output 'secret' since it may contain secret.");
    expect(outcome.log.split('\n')).toContain('<1><><success>');
  });

  test('a failed job skips those after it, but not always() and failure()', async () => {
    const outcome = await bench.run(
      jobs(`
  a: { runs-on: ubuntu-latest, steps: [{ run: exit 1 }] }
  b: { runs-on: ubuntu-latest, needs: a, if: always(), steps: [{ run: echo ran-b }] }
  c: { runs-on: ubuntu-latest, needs: b, steps: [{ run: echo ran-c }] }
  d: { runs-on: ubuntu-latest, needs: a, if: failure(), steps: [{ run: echo ran-d }] }
  e: { runs-on: ubuntu-latest, needs: c, if: "needs.c.result == 'skipped' && !cancelled()", steps: [{ run: echo ran-e }] }
`),
    );
    const ran = outcome.log.split('\n').filter((line) => line.startsWith('ran-'));
    expect(ran).toEqual(['ran-b', 'ran-d', 'ran-e']);
    expect(outcome.conclusion).toBe('failure');
  });

  test('continue-on-error of a job saves the run', async () => {
    const outcome = await bench.run(
      jobs('  a: { runs-on: ubuntu-latest, continue-on-error: true, steps: [{ run: exit 1 }] }\n'),
    );
    expect(outcome.conclusion).toBe('success');
  });

  test('each job gets a token for its own permissions', async () => {
    bench.minted.length = 0;
    const one = 'runs-on: ubuntu-latest, steps: [{ run: "true" }]';
    await bench.run(
      jobs(`
  a: { ${one} }
  b: { ${one}, permissions: {} }
  c: { ${one}, permissions: { pull-requests: write, contents: none } }
  d: { ${one}, permissions: read-all }
`),
    );
    expect(bench.minted.slice(0, 3)).toEqual([
      { metadata: 'read', contents: 'read' },
      { metadata: 'read' },
      { metadata: 'read', pull_requests: 'write' },
    ]);
    expect(new Set(Object.values(bench.minted[3] ?? {}))).toEqual(new Set(['read']));
  });
});

test('a matrix makes a job of each combination, and what needs it waits for all', async () => {
  const matrix = '    strategy: { fail-fast: false, matrix: { a: [x, y], b: [1, 2] } }\n';
  const outcome = await bench.run(`${oneJob('- run: echo "<${{ matrix.a }}${{ matrix.b }}>"', matrix)}  after:
    needs: main
    runs-on: ubuntu-24.04
    steps: [{ run: echo last }]
`);
  expect(outcome.conclusion, outcome.log).toBe('success');
  const said = outcome.log.split('\n').filter((line) => /^(<..>|last)$/.test(line));
  expect(said).toEqual(['<x1>', '<x2>', '<y1>', '<y2>', 'last']);
});

describe('what is not supported is refused before anything runs', () => {
  const broken: [string, string, string][] = [
    [
      'what a matrix includes',
      oneJob('- run: echo ran', '    strategy: { matrix: { include: [{ a: 1 }] } }\n'),
      "'matrix.include'",
    ],
    ['a matrix of nothing', oneJob('- run: echo ran', '    strategy: { matrix: { a: [] } }\n'), 'this one 0'],
    [
      'what a matrix came to',
      `${oneJob('- run: echo ran', '    strategy: { matrix: { a: [1, 2] } }\n')}  after:
    needs: main
    runs-on: ubuntu-24.04
    steps: [{ run: 'echo ran \${{ needs.main.result }}' }]
`,
      "'needs.main'",
    ],
    ['container', oneJob('- run: echo ran', '    container: node\n'), "'container'"],
    ['services', oneJob('- run: echo ran', '    services: {}\n'), "'services'"],
    ['environment', oneJob('- run: echo ran', '    environment: prod\n'), "'environment'"],
    ['an unknown root key', `${oneJob('- run: echo ran')}oops: 1\n`, "'oops'"],
    ['an unknown step key', oneJob('- { run: echo ran, background: true }'), "'background'"],
    ['run with with', oneJob('- { run: echo ran, with: { a: b } }'), "'with'"],
    ['run and uses', oneJob('- { run: echo ran, uses: ./a }'), "either 'run' or 'uses'"],
    ['an unknown permission', oneJob('- run: echo ran', '    permissions: { content: read }\n'), "'content'"],
    ['a need that does not exist', oneJob('- run: echo ran', '    needs: ghost\n'), 'ghost'],
    ['an unknown context', oneJob('- run: echo ran ${{ secret.API_KEY }}'), 'secret'],
    ['secrets in an if', oneJob('- { run: echo ran, if: "secrets.A != \'\'" }'), 'secrets'],
    [
      'text around an if expression',
      oneJob('- { run: echo ran, if: "${{ false }} && true" }'),
      'always true',
    ],
    ['an expression that is not closed', oneJob('- run: "echo ran ${{ github.sha"'), 'not closed'],
    ['status functions outside if', oneJob('- run: echo ran ${{ success() }}'), 'success'],
    ['broken YAML', 'jobs: [', 'test.yml'],
    ['a key that is there twice', oneJob('- { run: echo ran, run: echo ran }'), 'unique'],
  ];
  test.each(broken)('%s', async (_, workflow, named) => {
    const outcome = await bench.run(workflow);
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toContain('##[error]Invalid workflow file: ');
    expect(outcome.log).toContain(named);
    expect(outcome.log).not.toContain('\nran');
  });

  const late: [string, string, string][] = [
    ['other machines', oneJob('- run: echo ran').replace('ubuntu-24.04', 'windows-latest'), 'windows-latest'],
    ['other shells', oneJob('- { run: echo ran, shell: pwsh }'), 'pwsh'],
    ['hashFiles', oneJob("- run: echo ran ${{ hashFiles('a') }}"), 'hashFiles'],
    ['actions without a folder', oneJob('- uses: some/thing@v1'), 'some/thing'],
    ['unknown inputs of a built-in', oneJob('- { uses: actions/checkout@v7, with: { lfs: true } }'), 'lfs'],
    ['a fraction of a minute', oneJob('- { run: echo ran, timeout-minutes: 0.5 }'), '0.5'],
  ];
  test.each(late)('%s fail where they are', async (_, workflow, named) => {
    const outcome = await bench.run(workflow);
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toMatch(/##\[error\].*main/);
    expect(outcome.log).toContain(named);
    expect(outcome.log.split('\n')).not.toContain('ran');
  });
});
