import type { Reporter, TestModule, TestRunEndReason } from 'vitest/node';

/** How a run went, in tests. A test file that could not run at all counts as one failed test. */
type Counts = { passed: number; failed: number; skipped: number };

/** The counts as the one line that other programs read: `12 passed, 0 failed, 1 skipped`. */
function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/**
 * A vitest reporter that ends the output with a line of counts, alone on its line, whatever else was
 * printed. A run that never came to its end (a crash, no test found) counts as one failure: the
 * line is never better than the exit code.
 */
export function countReporter(print: (line: string) => void = printLast): Reporter {
  let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
  return {
    onInit() {
      process.once('exit', (code) => {
        if (code !== 0 && counts.failed === 0) counts.failed = 1;
        print(countsLine(counts));
      });
    },
    onTestRunEnd(modules, unhandledErrors, reason) {
      counts = count(modules, unhandledErrors.length, reason);
    },
  };
}

/** Counts what happened; an error outside every test, and an interrupted run, are failures too. */
function count(modules: readonly TestModule[], unhandled: number, reason: TestRunEndReason): Counts {
  const counts: Counts = { passed: 0, failed: unhandled, skipped: 0 };
  for (const module of modules) {
    let failedHere = 0;
    for (const test of module.children.allTests()) {
      const state = test.result().state;
      if (state === 'passed') counts.passed += 1;
      else if (state === 'skipped') counts.skipped += 1;
      else failedHere += 1;
    }
    counts.failed += module.state() === 'failed' ? Math.max(failedHere, 1) : failedHere;
  }
  if (reason === 'interrupted' || modules.length === 0) counts.failed = Math.max(counts.failed, 1);
  return counts;
}

function printLast(line: string): void {
  process.stdout.write(`${line}\n`);
}
