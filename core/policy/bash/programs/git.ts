import { names, type Program } from '../program.ts';
import { literalOf, spelled } from '../words.ts';

const diffOptions =
  names(`--stat --shortstat --numstat --dirstat --summary --name-only --name-status --patch --no-patch
  --raw --cached --staged --color --no-color --word-diff --color-words --minimal --patience --histogram --unified
  --ignore-all-space --ignore-space-change --ignore-blank-lines --ignore-space-at-eol --no-renames --find-renames
  --find-copies --no-index --check --full-index --binary --text --exit-code --quiet --no-ext-diff --no-textconv --merge-base
  --function-context --relative --no-prefix --patch-with-stat --compact-summary --diff-filter --diff-algorithm --abbrev
  --no-color-moved --color-moved --submodule --cc`);
const logOptions =
  names(`${diffOptions.join(' ')} --oneline --graph --decorate --no-decorate --all --branches --tags
  --remotes --reverse --first-parent --merges --no-merges --follow --abbrev-commit --no-abbrev-commit --pretty --format
  --date --since --until --after --before --author --committer --grep --max-count --skip --topo-order
  --date-order --full-history --left-right --cherry-pick --cherry-mark --no-walk --regexp-ignore-case --invert-grep
  --all-match --extended-regexp --fixed-strings --perl-regexp --ancestry-path --source --simplify-by-decoration --boundary
  --parents --children --count --root --pickaxe-regex --pickaxe-all --name-only --objects --walk-reflogs --no-notes`);
const logValues =
  names(`--since --until --after --before --author --committer --grep --max-count --skip --date --format
  --diff-filter --diff-algorithm`);
const log: Program = {
  flags: 'pcmqrtsuwabiEFPgzRW',
  values: 'nUSGLMC',
  // The values of these may stand in the next word, so they are taken out of the list of plain ones.
  long: logOptions.filter(
    (option) => !logValues.includes(option) || option === '--format' || option === '--date',
  ),
  longValues: logValues.filter((option) => option !== '--format' && option !== '--date'),
  numbers: true,
};
const plain = (flags: string, long: string, values = '', longValues = ''): Program => ({
  flags,
  values,
  long: names(long),
  longValues: names(longValues),
});

/** `ext::…` names a program that git would run. */
const noHelpers: NonNullable<Program['objects']> = (operands) =>
  operands.some((word) => spelled(word).includes('::'))
    ? 'git would run a helper for such an address'
    : undefined;

/** What git may do. Left out: what runs programs, writes files outside git, or takes settings. */
export const gitPrograms: Readonly<Record<string, Program>> = {
  git: {
    long: names('--no-pager --version --no-optional-locks --literal-pathspecs --no-replace-objects'),
    flags: 'P',
    subcommands: {
      log,
      show: log,
      diff: log,
      reflog: log,
      'rev-list': log,
      shortlog: { ...log, flags: `${log.flags}nse` },
      whatchanged: log,
      'diff-tree': log,
      'diff-index': log,
      status: plain(
        'sbuvz',
        '--short --branch --porcelain --long --untracked-files --ignored --show-stash --no-renames',
      ),
      branch: plain(
        'avrlqfdDmMci',
        '--list --all --remotes --show-current --verbose --contains --merged --no-merged --color --no-color --sort --format --delete --move --points-at',
        'u',
      ),
      tag: plain(
        'lndaf',
        '--list --sort --contains --points-at --merged --no-merged --format --delete --annotate',
        'm',
        '--message',
      ),
      'rev-parse': plain(
        'q',
        '--short --abbrev-ref --show-toplevel --verify --git-dir --is-inside-work-tree --symbolic-full-name --show-prefix --quiet --absolute-git-dir --all',
      ),
      'ls-files': plain(
        'cdmoiskutvz',
        '--cached --deleted --modified --others --ignored --stage --exclude-standard --full-name --error-unmatch --directory --unmerged',
        'x',
        '--exclude',
      ),
      'ls-tree': plain('rdtlz', '--name-only --name-status --long --full-tree --full-name --object-only'),
      'ls-remote': {
        ...plain('htq', '--heads --tags --refs --quiet --symref --exit-code --sort'),
        objects: noHelpers,
      },
      'cat-file': plain('tspe', '--batch-check'),
      blame: {
        ...plain(
          'bclwesnfMCt',
          '--porcelain --line-porcelain --date --show-email --show-name --show-number --root',
          'L',
          '--since',
        ),
      },
      grep: {
        ...plain(
          'nlLiIcvwhHEFGPqopaWz',
          '--line-number --files-with-matches --name-only --ignore-case --count --cached --untracked --no-index --heading --break --word-regexp --color --no-color --show-function --function-context --and --or --not --all-match --only-matching',
          'ABCem',
          '--max-depth --context --threads',
        ),
        numbers: true,
      },
      describe: plain(
        '',
        '--tags --always --all --long --abbrev --dirty --exact-match --contains --match --exclude --first-parent',
      ),
      'merge-base': plain('a', '--all --octopus --is-ancestor --fork-point --independent'),
      'name-rev': plain('', '--name-only --tags --all --always --refs'),
      'for-each-ref': plain(
        '',
        '--format --sort --count --contains --merged --no-merged --points-at --color',
      ),
      'show-ref': plain('dsq', '--heads --tags --hash --verify --head --dereference --quiet'),
      'count-objects': plain('vH', '--verbose --human-readable'),
      'check-ignore': plain('vnqz', '--verbose --no-index --quiet --non-matching'),
      remote: {
        ...plain('v', '--verbose'),
        objects: (operands) => (operands.length > 0 ? 'git remote changes where git connects to' : undefined),
      },
      config: {
        ...plain(
          'lz',
          '--list --get --get-all --get-regexp --show-origin --show-scope --local --global --system --name-only --type --bool --int',
        ),
        objects: (operands, values) =>
          operands.length > 1 || values.size > 0 || literalOf(operands[0]) === 'edit'
            ? 'git config sets what git runs'
            : undefined,
      },
      add: plain('Aunvfp', '--all --update --dry-run --verbose --force --intent-to-add --patch'),
      commit: plain(
        'aqvsn',
        '--all --amend --no-edit --allow-empty --quiet --verbose --signoff --no-verify --dry-run --only --no-gpg-sign',
        'm',
        '--message --author --date --fixup --squash',
      ),
      stash: plain(
        'pukaq',
        '--include-untracked --keep-index --patch --all --stat --quiet',
        'm',
        '--message',
      ),
      switch: plain(
        'dfqm',
        '--detach --discard-changes --quiet --guess --no-guess --merge',
        'cC',
        '--create --force-create --orphan',
      ),
      checkout: plain(
        'fqdmpl',
        '--detach --force --quiet --ours --theirs --track --no-track --merge --patch',
        'bB',
        '--orphan',
      ),
      restore: plain('SWqpm', '--staged --worktree --quiet --ours --theirs --patch --merge', 's', '--source'),
      reset: plain('qpN', '--soft --mixed --hard --merge --keep --quiet --patch'),
      mv: plain('fknv', '--force --dry-run --verbose'),
      rm: plain('fnrq', '--force --dry-run --cached --quiet --ignore-unmatch'),
      merge: plain(
        'nqv',
        '--no-ff --ff --ff-only --squash --no-commit --commit --abort --continue --quit --no-edit --quiet --stat --no-stat --no-verify',
        'm',
        '--message',
      ),
      'cherry-pick': plain(
        'nxs',
        '--no-commit --abort --continue --skip --quit --signoff',
        'm',
        '--mainline',
      ),
      revert: plain(
        'ns',
        '--no-commit --no-edit --abort --continue --skip --quit --signoff',
        'm',
        '--mainline',
      ),
      fetch: {
        ...plain(
          'aqvpt',
          '--all --prune --tags --no-tags --quiet --verbose --dry-run --unshallow --depth --force --no-recurse-submodules',
          'j',
          '--deepen',
        ),
        objects: noHelpers,
      },
      push: {
        ...plain(
          'unqvf',
          '--set-upstream --dry-run --force --force-with-lease --tags --quiet --verbose --all --delete --follow-tags --no-verify --atomic --porcelain --prune',
        ),
        objects: noHelpers,
      },
    },
  },
};
