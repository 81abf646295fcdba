import { defineConfig } from 'vitest/config';
import { countReporter } from './test/count-reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real processes and sockets on two cores: a slow machine is no failure, a hang is.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 5_000,
    pool: 'forks',
    // Much of the time is spent waiting for other processes: one worker more than a small runner has cores.
    maxWorkers: 3,
    reporters: ['default', countReporter()],
  },
});
