/** What a repository is made with, and the command that runs its tests; null where none was found. */
export type Stack = { name: string; test: string | null };

/** The files at the top of a repository: their names, and the text of one of them, null where there is none. */
export type TopFiles = { names: readonly string[]; read: (name: string) => string | null };

type Known = { name: string; marks: RegExp; test: (files: TopFiles) => string | null };

/**
 * Every stack that is known, with what shows it. The commands are ours: nothing that the repository says becomes part
 * of one. They run without a network, so what would fetch something is told not to.
 */
const KNOWN: readonly Known[] = [
  { name: 'Node', marks: /^package\.json$/, test: nodeTest },
  {
    name: 'Python',
    marks: /^(pyproject\.toml|setup\.(py|cfg)|requirements.*\.txt|tox\.ini)$/,
    test: pythonTest,
  },
  { name: 'Go', marks: /^go\.mod$/, test: () => 'go test ./...' },
  { name: 'Rust', marks: /^Cargo\.toml$/, test: () => 'cargo test --offline' },
  { name: 'Maven', marks: /^pom\.xml$/, test: () => 'mvn --offline --batch-mode test' },
  {
    name: 'Gradle',
    marks: /^build\.gradle(\.kts)?$/,
    test: ({ names }) => `${names.includes('gradlew') ? './gradlew' : 'gradle'} --offline test`,
  },
  {
    name: 'Ruby',
    marks: /^Gemfile$/,
    test: ({ names }) =>
      `bundle exec ${names.includes('spec') || names.includes('.rspec') ? 'rspec' : 'rake test'}`,
  },
  { name: 'PHP', marks: /^composer\.json$/, test: () => 'vendor/bin/phpunit' },
  { name: 'Elixir', marks: /^mix\.exs$/, test: () => 'mix test --no-deps-check' },
  { name: '.NET', marks: /\.(sln|slnx|csproj|fsproj)$/, test: () => 'dotnet test --no-restore' },
  { name: 'Make', marks: /^(GNUmakefile|[Mm]akefile)$/, test: makeTest },
];

/** What a repository is made with, the most telling first; empty where nothing is known of it. */
export function stacksOf(files: TopFiles): Stack[] {
  return KNOWN.filter(({ marks }) => files.names.some((name) => marks.test(name))).map(({ name, test }) => ({
    name,
    test: test(files),
  }));
}

/** The command that runs the tests; null where none was found. */
export function testCommand(stacks: readonly Stack[]): string | null {
  return stacks.find(({ test }) => test !== null)?.test ?? null;
}

function nodeTest({ names, read }: TopFiles): string | null {
  const written = scriptIn(read('package.json') ?? '', 'test');
  // What `npm init` writes.
  if (written === null || written.includes('no test specified')) return null;
  const managers = [
    ['pnpm-lock.yaml', 'pnpm test'],
    ['yarn.lock', 'yarn test'],
    ['bun.lock', 'bun run test'],
    ['bun.lockb', 'bun run test'],
  ] as const;
  return managers.find(([lock]) => names.includes(lock))?.[1] ?? 'npm test';
}

function scriptIn(text: string, name: string): string | null {
  try {
    const { scripts } = JSON.parse(text) as { scripts?: Record<string, unknown> };
    const script = scripts?.[name];
    return typeof script === 'string' ? script : null;
  } catch {
    return null;
  }
}

function pythonTest({ names, read }: TopFiles): string {
  if (names.includes('pytest.ini') || names.includes('conftest.py')) return 'python -m pytest';
  const told = ['pyproject.toml', 'setup.cfg', 'tox.ini', 'requirements-dev.txt', 'requirements.txt'];
  return told.some((name) => /\bpytest\b/.test(read(name) ?? '')) ? 'python -m pytest' : 'python -m unittest';
}

function makeTest({ names, read }: TopFiles): string | null {
  const file = names.find((name) => /^(GNUmakefile|[Mm]akefile)$/.test(name)) ?? '';
  return /^test[ \t]*:(?!=)/m.test(read(file) ?? '') ? 'make test' : null;
}
