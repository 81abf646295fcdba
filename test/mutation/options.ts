/** What decides what an agent may do: a mistake here that no test notices is a hole. */
export const FOLDERS = ['core/policy', 'core/profile'] as const;

/** The least share of mutants, in percent, that the tests have to notice. */
export const LEAST_SCORE = 85;

/** `incremental`: results of an earlier run are taken over. `withStatic`: tables, too. */
export type Asked = { incremental?: boolean; withStatic?: boolean };

/**
 * How the mutants are made and run; `paths` are files or folders. No kind of mutant and no line is excluded. What is
 * evaluated once, when a file is loaded (tables of programs, the docs of the rules), is left out unless it is asked
 * for: each such mutant takes a run of all tests, hours in all. The corpus and the generated docs hold those tables.
 * Whether these are options of Stryker shows where they are handed over: its types are there only with Stryker.
 */
export function options(paths: readonly string[], { incremental = false, withStatic = false }: Asked = {}) {
  return {
    testRunner: 'vitest',
    plugins: ['@stryker-mutator/vitest-runner'],
    vitest: { configFile: 'test/mutation/vitest.config.ts' },
    mutate: paths.map((path) => (path.endsWith('.ts') ? path : `${path.replace(/\/$/, '')}/**/*.ts`)),
    coverageAnalysis: 'perTest' as const,
    ignoreStatic: !withStatic,
    concurrency: 2,
    // A busy machine must not look like an endless loop: a mutant that times out counts as killed.
    timeoutMS: 60_000,
    // The types are not looked at, so nothing of them has to be switched off.
    disableTypeChecks: false,
    tempDirName: '.cache/mutation',
    incremental,
    incrementalFile: '.cache/mutation.json',
    // What the tests of core/ do not need is not copied.
    ignorePatterns: ['action', 'app', 'build', 'cli', 'dist', 'docs', 'edge', 'lab', '.cache'].map(
      (folder) => `/${folder}`,
    ),
    reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
    jsonReporter: { fileName: '.cache/mutation-report.json' },
    htmlReporter: { fileName: '.cache/mutation-report.html' },
    clearTextReporter: { logTests: false, reportTests: false, allowEmojis: false, allowColor: false },
  };
}
