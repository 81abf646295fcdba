import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { AS_THE_STEP } from '../../../bench/own-process.ts';

/* A CLI that writes without end: the supervisor's memory must not follow. Each runs in a process of its own. */

const LIMIT_MIB = 150;
const program = fileURLToPath(new URL('supervise-flood.ts', import.meta.url));

const line = JSON.stringify({ type: 'stream', text: 'x'.repeat(4000) });
const result = JSON.stringify({
  type: 'result',
  subtype: 'success',
  is_error: false,
  terminal_reason: 'completed',
  result: 'Done.',
});
const call = JSON.stringify({
  type: 'assistant',
  message: { content: [{ type: 'tool_use', id: 'ID', name: 'Read', input: { file_path: 'x'.repeat(500) } }] },
});

test.each<[string, string, { stopped: string | null; results: number }]>([
  [
    'a gigabyte of lines',
    `yes '${line}' | head -c 1000000000; echo; echo '${result}'`,
    { stopped: null, results: 1 },
  ],
  [
    'a gigabyte without a line end',
    'head -c 1000000000 /dev/zero | tr "\\0" x',
    { stopped: 'line-too-long', results: 0 },
  ],
  [
    'long lines of nothing but brackets',
    `for i in 1 2 3; do head -c 15000000 /dev/zero | tr "\\0" "["; echo; done`,
    { stopped: 'line-too-long', results: 0 },
  ],
  [
    'lines of small values',
    `s=$(yes '[],' | head -c 300000 | tr -d '\\n'); for i in 1 2 3 4 5 6 7 8 9; do echo "{\\"type\\":\\"x\\",\\"a\\":[$s 1]}"; done; echo '${result}'`,
    { stopped: null, results: 1 },
  ],
  [
    'a million calls that never end',
    `i=0; while [ $i -lt 60000 ]; do echo '${call.replace('ID', "'$i'")}'; i=$((i+1)); done`,
    { stopped: 'too-much-output', results: 0 },
  ],
  [
    'results without end',
    `yes '${result}' | head -c 300000000`,
    { stopped: 'too-much-output', results: expect.any(Number) },
  ],
  [
    'a gigabyte of complaints',
    `head -c 1000000000 /dev/zero >&2; echo '${result}'`,
    { stopped: null, results: 1 },
  ],
  [
    'bytes that are no text',
    `head -c 100000000 /dev/urandom; echo; echo '${result}'`,
    { stopped: null, results: 1 },
  ],
])(
  '%s',
  async (_what, script, ending) => {
    const { stdout } = await promisify(execFile)(process.execPath, [...AS_THE_STEP, program, script], {
      timeout: 55_000,
    });
    const { peak, ...ended } = JSON.parse(stdout) as {
      peak: number;
      stopped: string | null;
      results: number;
    };
    expect(ended).toEqual(ending);
    expect(peak).toBeLessThan(LIMIT_MIB);
  },
  60_000,
);

test('they are started as action.yml starts the step', () => {
  const action = readFileSync(new URL('../../../action.yml', import.meta.url), 'utf8');
  expect(action).toContain(`exec node ${AS_THE_STEP.join(' ')} "`);
});
