import type { ProgramOptions } from '../program-options.ts';

/*
 * Commands of git that show something, and their options that do no more. Not here on purpose: --output (writes),
 * --ext-diff and --textconv (run programs), -O and --open-files-in-pager (run a pager), --show-signature (runs gpg),
 * --no-index (reads outside of the repository), -c, --exec-path, --upload-pack.
 */

const list = (text: string) => text.split(/\s+/).filter(Boolean);

const shownCommits =
  'oneline graph decorate no-decorate all branches tags remotes first-parent merges no-merges reverse follow ' +
  'abbrev-commit no-abbrev-commit topo-order date-order author-date-order left-right cherry-pick cherry-mark boundary ' +
  'no-walk ancestry-path full-history parents children source no-notes relative-date no-patch invert-grep all-match ' +
  'regexp-ignore-case perl-regexp extended-regexp fixed-strings walk-reflogs no-mailmap mailmap';
const shownCommitsValued =
  'max-count skip since after until before author committer grep format pretty date min-parents max-parents';
const shownChanges =
  'patch stat numstat shortstat name-only name-status summary raw color no-color word-diff color-words unified ' +
  'no-ext-diff no-textconv find-renames find-copies no-renames ignore-all-space ignore-space-change ' +
  'ignore-blank-lines ignore-space-at-eol minimal patience histogram full-index abbrev relative exit-code quiet cached ' +
  'staged merge-base pickaxe-regex pickaxe-all check dirstat compact-summary patch-with-stat no-prefix cc function-context';
const shownChangesValued =
  'diff-filter word-diff-regex inter-hunk-context src-prefix dst-prefix diff-algorithm';

const log: ProgramOptions = {
  flags: 'pswbRzEFPi1gmuqWcvt',
  valued: 'nSGLUMC',
  long: list(`${shownCommits} ${shownChanges}`),
  longValued: list(`${shownCommitsValued} ${shownChangesValued}`),
  numbers: true,
};
const listing = (flags: string, long: string, longValued = ''): ProgramOptions => ({
  flags,
  valued: '',
  long: list(long),
  longValued: list(longValued),
});

const commands: Readonly<Record<string, ProgramOptions>> = {
  log,
  show: log,
  diff: log,
  whatchanged: log,
  'diff-tree': { ...log, long: [...log.long, 'root', 'no-commit-id'], flags: `${log.flags}r` },
  shortlog: { ...log, flags: `${log.flags}sne`, long: [...log.long, 'summary', 'numbered', 'email'] },
  status: listing(
    'sbuvz',
    'short branch porcelain long untracked-files ignored no-renames show-stash ahead-behind',
  ),
  blame: {
    flags: 'lstfnewbcpC',
    valued: 'LMS',
    long: list('porcelain line-porcelain incremental show-name show-number show-email date root'),
    longValued: ['since'],
  },
  'ls-files': listing(
    'cdomsiutvz',
    'cached deleted others modified stage ignored unmerged exclude-standard eol full-name abbrev deduplicate',
  ),
  'ls-tree': listing('drtlz', 'long name-only name-status object-only full-name full-tree abbrev'),
  'rev-parse': listing(
    'q',
    'abbrev-ref short verify quiet show-toplevel show-prefix is-inside-work-tree git-dir symbolic symbolic-full-name',
  ),
  'rev-list': { ...log, long: [...log.long, 'count', 'objects', 'no-object-names', 'header', 'timestamp'] },
  'cat-file': listing('tsepz', ''),
  'merge-base': listing('a', 'all octopus independent is-ancestor fork-point'),
  'name-rev': listing('', 'tags name-only always all'),
  describe: listing(
    '',
    'all tags contains always long abbrev exact-match first-parent dirty',
    'match exclude candidates',
  ),
  'for-each-ref': listing('', 'ignore-case', 'format sort count contains merged no-merged points-at'),
  // Words after these would make a branch or a tag.
  branch: {
    ...listing('arvliq', 'all remotes list verbose show-current no-color ignore-case', 'sort'),
    mostWords: 0,
  },
  tag: { ...listing('lin', 'list ignore-case no-color', 'sort'), mostWords: 0 },
  remote: { ...listing('v', 'verbose'), mostWords: 0 },
  grep: {
    flags: 'nriIhHlLcowEFGPzpWvaqe',
    valued: 'ABCm',
    long: list(
      'line-number ignore-case files-with-matches files-without-match count word-regexp extended-regexp fixed-strings perl-regexp show-function function-context name-only untracked cached no-index-none break heading and or not all-match quiet text column only-matching',
    ),
    longValued: list('max-depth max-count context after-context before-context'),
    numbers: true,
  },
};

/** The options of one of git's commands; undefined when it does more than show, or is not known. */
export function gitOptions(command: string): ProgramOptions | undefined {
  return Object.hasOwn(commands, command) ? commands[command] : undefined;
}
