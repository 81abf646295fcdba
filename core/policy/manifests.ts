import { fitsPath } from './path-pattern.ts';
import { folded } from './paths.ts';

/** Files by which package managers and build tools decide what is fetched and what is run. */
const MANIFEST = new RegExp(
  `(^|/)(${[
    String.raw`package\.json|package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|pnpm-workspace\.yaml`,
    String.raw`bun\.lockb?|deno\.(jsonc?|lock)|\.nvmrc|\.node-version|\.tool-versions|mise\.toml`,
    String.raw`pyproject\.toml|setup\.(py|cfg)|(requirements|constraints)[^/]*\.(txt|in)|pipfile(\.lock)?|(poetry|pdm|uv)\.lock|tox\.ini|noxfile\.py`,
    String.raw`go\.(mod|sum|work|work\.sum)|cargo\.(toml|lock)|build\.rs|gemfile(\.lock)?|[^/]+\.gemspec|rakefile`,
    String.raw`composer\.(json|lock)|pom\.xml|(build|settings)\.gradle(\.kts)?|gradle\.properties|gradle\.lockfile|gradlew(\.bat)?|mvnw(\.cmd)?`,
    String.raw`(gnu)?makefile|cmakelists\.txt|justfile|taskfile\.ya?ml|[^/]+\.(cs|fs|vb)proj|packages\.lock\.json|nuget\.config|directory\.build\.props`,
    String.raw`mix\.(exs|lock)|pubspec\.(yaml|lock)|flake\.(nix|lock)|package\.(swift|resolved)|podfile(\.lock)?`,
  ].join('|')})$`,
);

/** Whether a path is a manifest or a lock file of some package manager or build tool. */
export function isManifest(path: string): boolean {
  return MANIFEST.test(folded(path));
}

/** Whether a pattern such as `package.json` or `web/package.json` speaks of this very file, by its name. */
export function namesFile(pattern: string, below: string): boolean {
  const last = (text: string) => text.slice(text.lastIndexOf('/') + 1);
  return last(pattern) === last(below) && fitsPath(pattern, below);
}
