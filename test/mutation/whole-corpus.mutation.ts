import { expect, test } from 'vitest';
import { bashCorpus } from '../../bench/bash-corpus.ts';
import { judgeCommand } from '../../core/policy/bash/judge-command.ts';

/* The rows of test/core/policy/bash/corpus.test.ts, one test a theme: thousands of tests are most of a mutant's time. */

const rows = bashCorpus();

test.each([...new Set(rows.map(({ theme }) => theme))])('%s', (theme) => {
  const wrong = rows.find((row) => {
    if (row.theme !== theme) return false;
    const verdict = judgeCommand(row.source, row);
    if (verdict === 'pass') return row.says !== undefined;
    return row.says === undefined || !`${verdict.because} ${verdict.remedy}`.includes(row.says);
  });
  expect(wrong).toBeUndefined();
});
