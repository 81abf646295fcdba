import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Bench, makeBench, oneJob } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await makeBench();
});
afterAll(() => bench.close());

/** Cancels the run as soon as the log says `ready`, and returns the outcome and when each line came. */
async function cancelled(workflow: string, actions: Record<string, string> = {}, interrupt = 400) {
  const stop = new AbortController();
  const times: { line: string; at: number }[] = [];
  let from = 0;
  const onLog = (line: string) => {
    if (line === 'ready') {
      from = performance.now();
      stop.abort();
    }
    times.push({ line, at: performance.now() - from });
  };
  const outcome = await bench.run(
    workflow,
    { signal: stop.signal, onLog, actions },
    { delays: { interrupt, terminate: 200, streams: 300 } },
  );
  return {
    outcome,
    lines: outcome.log.split('\n'),
    at: (text: string) => times.find(({ line }) => line === text)?.at,
  };
}

/** Catches signals without ending; sleeps in small pieces, since a shell handles traps only in between. */
const STUBBORN = `trap 'echo got-int' INT; trap 'echo got-term' TERM; echo ready; while :; do sleep 0.02; done`;

describe('cancellation', () => {
  test('SIGINT, then SIGTERM, then SIGKILL, and always() still runs', async () => {
    const { outcome, lines, at } = await cancelled(
      oneJob(`- run: |
    ${STUBBORN}
- run: echo skipped-\${{ 1 }}
- { if: always(), run: 'echo always-\${{ job.status }}' }
- { if: cancelled(), run: 'echo cancelled-\${{ 1 }}' }
- { if: failure(), run: 'echo failure-\${{ 1 }}' }`),
      {},
      1000,
    );
    expect(outcome.conclusion).toBe('cancelled');
    const order = lines.filter((line) => /^(got|always|cancelled|failure|skipped)-\w+$/.test(line));
    expect(order).toEqual(['got-int', 'got-term', 'always-cancelled', 'cancelled-1']);
    expect(at('got-int')).toBeLessThan(900);
    expect(at('got-term')).toBeGreaterThanOrEqual(980);
    expect(at('always-cancelled')).toBeGreaterThanOrEqual(1160);
  });

  test('only the entry process is told; a process that obeys ends at once', async () => {
    const { outcome, lines, at } = await cancelled(
      oneJob(`- run: |
    bash -c "trap 'echo child-told' INT TERM; while :; do sleep 0.02; done" &
    trap 'echo parent-told; kill -KILL %1; exit 0' INT
    echo ready; while :; do sleep 0.02; done
- { if: always(), run: echo after }`),
      {},
      10_000,
    );
    expect(outcome.conclusion).toBe('cancelled');
    expect(lines).toContain('parent-told');
    expect(lines).not.toContain('child-told');
    expect(at('after')).toBeLessThan(5000);
  });

  test('a running always() step is left alone', async () => {
    const { outcome, lines } = await cancelled(
      oneJob(
        '- { if: always(), run: "echo ready; sleep 0.2; echo finished-$((1+1))" }\n- run: echo skipped-$((1+1))',
      ),
    );
    expect(outcome.conclusion).toBe('cancelled');
    expect(lines).toContain('finished-2');
    expect(lines).not.toContain('skipped-2');
  });

  test('inside a composite action too', async () => {
    const folder = bench.action('slow', {
      'action.yml': `name: slow
runs:
  using: composite
  steps:
    - { shell: bash, run: "echo ready; exec sleep 5" }
    - { shell: bash, run: "echo inner-success-$((1+1))" }
    - { shell: bash, if: always(), run: "echo inner-always-$((1+1))" }
`,
    });
    const { outcome, lines } = await cancelled(
      oneJob('- uses: acme/slow@v1\n- { if: always(), run: "echo outer-always-$((1+1))" }'),
      { 'acme/slow': folder },
    );
    expect(outcome.conclusion).toBe('cancelled');
    expect(lines.filter((line) => line.endsWith('-2'))).toEqual(['inner-always-2', 'outer-always-2']);
  });

  test('jobs that have not begun do not begin, unless they are always()', async () => {
    const { outcome, lines } = await cancelled(`on: push
jobs:
  a: { runs-on: ubuntu-latest, steps: [{ run: "echo ready; exec sleep 5" }] }
  b: { runs-on: ubuntu-latest, needs: a, steps: [{ run: "echo b-$((1+1))" }] }
  c: { runs-on: ubuntu-latest, needs: a, if: always(), steps: [{ run: "echo c-$((1+1))" }] }
`);
    expect(outcome.conclusion).toBe('cancelled');
    expect(lines).toContain('c-2');
    expect(lines).not.toContain('b-2');
  });
});

describe('time limits', () => {
  test('of a step: it fails, and the job goes on as after a failure', async () => {
    const outcome = await bench.run(
      oneJob('- { run: exec sleep 5, timeout-minutes: 1 }\n- { if: failure(), run: echo failure-$((1+1)) }'),
      {},
      { minute: 100 },
    );
    expect(outcome.conclusion).toBe('failure');
    expect(outcome.log).toContain("The action has timed out. (step 'Run exec sleep 5'");
    expect(outcome.log.split('\n')).toContain('failure-2');
  });

  test('of a job: it is cancelled', async () => {
    const steps = '- run: exec sleep 5\n- { if: always(), run: echo always-$((1+1)) }';
    const outcome = await bench.run(oneJob(steps, '    timeout-minutes: 2\n'), {}, { minute: 100 });
    expect(outcome.conclusion).toBe('cancelled');
    expect(outcome.log).toContain('maximum execution time');
    expect(outcome.log.split('\n')).toContain('always-2');
  });
});

test('what a job leaves running is killed at its end, even in a session of its own', async () => {
  const outcome = await bench.run(
    oneJob(`- run: |
    setsid sleep 60 > /dev/null 2>&1 & echo "pid $!"
    env -i /bin/sleep 60 > /dev/null 2>&1 & echo "pid $!"`),
  );
  const pids = [...outcome.log.matchAll(/^pid (\d+)$/gm)].map((match) => Number(match[1]));
  expect(pids).toHaveLength(2);
  await wait(20);
  expect(pids.filter(isAlive)).toEqual([]);
  expect(outcome.log).toContain('Terminate orphan processes: 2');
});

/** A killed process may stay as a zombie where nothing collects orphans. */
function isAlive(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}
