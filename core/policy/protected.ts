import { folded } from './paths.ts';

const anywhere = (names: string) => new RegExp(`(^|/)(${names})(/|$)`);

/** git's own store, also by the short name that Windows gives it. */
const GIT = String.raw`\.git|git~\d`;
const ENV = String.raw`\.env(\.[^/]*)?|\.envrc`;

/** Never read by the agent's tools: git's own store, and files that by custom hold secrets. */
const UNREADABLE = anywhere(`${GIT}|${ENV}`);

/** Never written by the agent's tools: what is executed or obeyed later by git, CI, editors or agents. */
const UNWRITABLE = anywhere(
  [
    GIT,
    ENV,
    String.raw`\.gitmodules|\.gitattributes|\.githooks|\.husky|lefthook\.ya?ml|\.pre-commit-config\.ya?ml`,
    String.raw`\.github|action\.ya?ml|codeowners|\.gitlab-ci\.ya?ml|\.circleci|\.travis\.ya?ml|azure-pipelines\.ya?ml|jenkinsfile`,
    String.raw`\.vscode|\.idea|\.devcontainer|\.npmrc|\.yarnrc(\.ya?ml)?|\.pnpmfile\.c?js`,
    String.raw`\.claude|claude(\.local)?\.md|agents\.md|gemini\.md|\.mcp\.json|\.cursor|\.cursorrules|\.windsurfrules`,
  ].join('|'),
);

/** Tells whether a path is closed to reading or to writing, whatever spelling of its names is used. */
export function isProtected(path: string, use: 'read' | 'write'): boolean {
  return (use === 'write' ? UNWRITABLE : UNREADABLE).test(folded(path));
}
