import { defineConfig } from 'vitest/config';

/** The tests that are about what is mutated, and no others: each mutant runs those of them that reach it. */
export default defineConfig({
  test: {
    include: ['test/core/{policy,profile}/**/*.test.ts', 'test/mutation/*.mutation.ts'],
    // How long a hostile line takes is no question of a mutant, and half of the time.
    exclude: ['**/hostile-lines.test.ts', '**/corpus.test.ts'],
    // Stryker starts anew for each mutant; within one, all files share a worker, so that it starts only once.
    isolate: false,
    testTimeout: 60_000,
  },
});
