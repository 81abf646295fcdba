import { expect, test } from 'vitest';
import { countCall, noTimes } from '../../../core/output/call-times.ts';
import { Result, TEXT_MAX_CHARACTERS } from '../../../core/output/result.ts';
import { summary } from '../../../core/output/summary.ts';
import { gate, isWithheld, reveal } from '../../../core/redact/gate.ts';
import { good } from './good-result.ts';

/** What GitHub takes as the summary of a step, in bytes. */
const GITHUB_TAKES = 1024 * 1024;

/** The largest result that the schema allows, of characters that take much room and have to be escaped. */
function largest(unit: string): Result {
  const line = (most: number) => unit.repeat(most).slice(0, most).toWellFormed();
  const call = { tool: line(200), input: line(400) };
  const many = <Thing>(thing: Thing, count = 20) => Array.from({ length: count }, () => thing);
  return Result.parse({
    ...good,
    outcome: 'failed',
    error_code: 'budget',
    cause: { code: line(64), because: line(2_000), remedy: line(2_000) },
    text: line(TEXT_MAX_CHARACTERS),
    model: line(200),
    calls: { allowed: 1e6, refused: 1e6 },
    refused_calls: many({ ...call, rule: line(100), because: line(1_000) }),
    allowed_calls: many(call),
    wanted: { count: 1e6, calls: many(call) },
    connections: {
      allowed: 9,
      refused: 9,
      bytes: 9,
      refused_hosts: many({ host: line(300), because: line(1_000) }),
    },
    tainted: many(line(200), 10),
    masked: many({ kind: line(100), count: 9 }),
    cli_version: line(100),
    cage: line(400),
  });
}

test.each(['\u{4E2D}', '*', '`', '<b>', '\n- [x](https://evil.example) ', '$_@[]|\\'])(
  'the summary of the largest result of %j is one that GitHub takes, and says where it is cut',
  (unit) => {
    const times = noTimes();
    for (let seq = 1; seq <= 40; seq++)
      countCall(times, { seq, tool: unit.repeat(300), isAllowed: false, atMs: 1e9 });
    const out = gate(summary(largest(unit), times), 'summary', { secrets: {} });
    if (isWithheld(out)) throw new Error(out.because);
    const page = reveal(out);
    expect(Buffer.byteLength(page)).toBeLessThan(GITHUB_TAKES);
    expect(page).toContain('characters were left out here; the whole text is in the run');
    expect(page).toContain('**Class:** `budget`');
    expect(page).toContain('```mermaid\ngantt\n');
  },
  60_000,
);

test('a summary says first how it ended, in which class, why, and what to do', () => {
  const cause = { code: 'over-budget', because: 'It is spent.', remedy: 'Raise it.' };
  const failed: Result = { ...good, outcome: 'failed', error_code: 'budget', cause, tainted: ['a comment'] };
  const out = gate(summary(failed), 'summary', { secrets: {} });
  if (isWithheld(out)) throw new Error(out.because);
  expect(reveal(out)).toMatch(
    /^## reviewer: failed \(`budget`\)\n\n\*\*Why:\*\* It is spent\.\n\n\*\*What to do:\*\* Raise it\.\n\n\*\*Class:\*\* `budget`\. A limit/,
  );
  expect(reveal(out)).toContain('The agent read text by strangers: a comment');
});
