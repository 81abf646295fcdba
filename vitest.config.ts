import { defineConfig } from 'vitest/config';
import { ALONE } from './test/alone.ts';
import { countReporter } from './test/count-reporter.ts';
import { LongFirst } from './test/long-first.ts';

export default defineConfig({
  test: {
    // Real processes and sockets on two cores: a slow machine is no failure, a hang is.
    testTimeout: 120_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    expect: { poll: { timeout: 30_000 } },
    pool: 'forks',
    // The files of a worker share its modules: loading them, and compiling GitHub's schemas, is most of many
    // files' time. No module of ours keeps state that a test could change for the next file.
    projects: [
      {
        extends: true,
        test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE, isolate: true } },
    ],
    // Much of the time is spent waiting for other processes: one worker more than a small runner has cores.
    maxWorkers: 3,
    sequence: { sequencer: LongFirst },
    reporters: ['default', countReporter()],
  },
});
