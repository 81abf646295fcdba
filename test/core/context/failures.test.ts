import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { failureParts, type FailedJob } from '../../../core/context/failures.ts';
import { seen } from '../../../core/context/visible.ts';

const at = (second: number, text: string) =>
  `2026-11-20T12:00:${String(second).padStart(2, '0')}.1234567Z ${text}`;
const time = (second: number) => `2026-11-20T12:00:${String(second).padStart(2, '0')}Z`;

const LOG = [
  `\uFEFF${at(1, '##[group]Run actions/checkout@v7')}`,
  at(1, 'Fetching the repository'),
  at(2, '##[endgroup]'),
  at(3, '##[group]Run npm test'),
  at(3, '\u001B[36;1mnpm test\u001B[0m'),
  at(3, '##[endgroup]'),
  at(4, '\u001B[31m✖ moves money\u001B[0m'),
  '  500 !== 300',
  at(5, '##[error]Process completed with exit code 1.'),
  at(6, 'Post job cleanup.'),
  at(7, '##[error]of a later step'),
].join('\r\n');

const TEST_STEP = { name: 'Run npm test', from: time(3), to: time(5) };
const failed = (found = LOG, changes: Partial<FailedJob> = {}): FailedJob => ({
  workflow: 'ci',
  name: 'test (24)',
  steps: [TEST_STEP],
  log: { found },
  ...changes,
});
const given = (jobs: FailedJob[], kb = 8, isForeign = false) =>
  failureParts({ jobs, total: jobs.length, isForeign }, { kb }, seen);

describe('of a failed job the agent is given', () => {
  test('where it failed, and what the step printed from its command to its error', () => {
    const { parts, report, taint } = given([failed()]);
    expect(parts).toEqual([
      {
        label: 'A failed job and the end of its log, printed by code and tools of this repository',
        text: `Workflow: ci\nJob: test (24)\nFailed step: Run npm test\n\nRun npm test\nnpm test\n\n✖ moves money\n  500 !== 300\nProcess completed with exit code 1.`,
      },
    ]);
    expect(report).toMatchObject({ cut: 0, hidden: 0, jobs: 1, beyond: 0 });
    expect(taint).toEqual([]);
  });

  test.each([
    ['no step is known', []],
    ['its times are not', [{ name: 'x', from: null, to: null }]],
    ['its times are of no line', [{ name: 'x', from: time(50), to: time(59) }]],
  ])('all of the log to its last error, where %s', (_, steps) => {
    const [part] = given([failed(LOG, { steps })]).parts;
    expect(part?.text).toMatch(/Run npm test\nnpm test[^]*Post job cleanup\.\nof a later step$/);
  });

  test('the end of a log without commands and errors', () => {
    const [part] = given([failed('plain\nlines\n', { steps: [] })]).parts;
    expect(part?.text).toMatch(/Failed step: none is known\n\nplain\nlines$/);
  });

  test('the end of what does not fit, with what is missing before it', () => {
    const long = `${at(3, 'first')}\n${at(3, 'x'.repeat(5000))}\n${at(4, 'LAST')}`;
    const { parts, report } = given([failed(long)], 1);
    expect(parts[0]?.text).toMatch(/^\[… [\d,]+ characters left out\]\nx+\nLAST$/);
    expect(report.given).toBe(1024);
    expect(report.cut).toBeGreaterThan(4000);
  });

  test('that its log is gone', () => {
    const [part] = given([failed('', { log: { missing: 'GitHub does not keep it any more.' } })]).parts;
    expect(part?.text).toContain('[the log is missing: GitHub does not keep it any more.]');
  });
});

test('what strangers may have printed taints, and a job alone is none of theirs', () => {
  expect(given([failed()], 8, true)).toMatchObject({
    taint: ['logs of jobs in which strangers may have a hand'],
    parts: [{ label: expect.stringContaining('strangers may have a hand in') }],
  });
  expect(given([], 8, true).taint).toEqual([]);
});

test('hidden characters are removed and counted; those that colour a terminal just go', () => {
  const { parts, report } = given([failed(at(3, 'a\u200B\u{E0041}b \u001B[1mc'))]);
  expect(parts[0]?.text).toMatch(/\n\nab c$/);
  expect(parts[0]?.label).toContain('1 hidden passage removed');
  expect(report.hidden).toBe(1);
});

test('never more than its room, whatever was printed, and the same every time', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom('##[error]x', '##[group]Run x', at(3, 'y'), at(9, '\u001B]0;')),
  );
  fc.assert(
    fc.property(fc.array(fc.array(line, { maxLength: 60 }), { maxLength: 5 }), (logs) => {
      const jobs = logs.map((lines) => failed(lines.join('\n')));
      const { report, parts } = given(jobs, 1);
      expect(report.given).toBeLessThanOrEqual(1024);
      expect(parts).toHaveLength(jobs.length);
      expect(given(jobs, 1).parts).toEqual(parts);
    }),
  );
});
