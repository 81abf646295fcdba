import type { ProgramOptions } from '../program-options.ts';

/*
 * Programs that read files and print. What writes, starts programs or waits for ever is left out: `rg --pre`,
 * `rg --hostname-bin`, `rg -z`, `sort -o`, `sort --compress-program`, `find -delete`, `-fprint` and `-fls`,
 * `tree -o`, `sed` but for printing lines.
 */

const list = (text: string) => text.split(/\s+/).filter(Boolean);
const program = (
  flags: string,
  valued = '',
  long = '',
  more: Partial<ProgramOptions> & { longValued?: readonly string[] } = {},
): ProgramOptions => ({ flags, valued, long: list(long), ...more });

/** Prints, deletes or substitutes; nothing that reads, writes or runs (`r`, `w`, `e`, and `s///e`, `s///w`). */
const SED_SCRIPT =
  /^(?:(?:\d+|\$|\/[^/\\\n]*\/)(?:,(?:\+?\d+|\$|\/[^/\\\n]*\/))?!?)?(?:[pdq=]|s\/[^/\\\n]*\/[^/\\\n]*\/[gpiI0-9]*)$/;

export const textPrograms: Readonly<Record<string, ProgramOptions>> = {
  cat: program(
    'AbeEnstTuv',
    '',
    'show-all number-nonblank show-ends number squeeze-blank show-tabs show-nonprinting',
  ),
  head: program('qvz', 'nc', 'quiet silent verbose zero-terminated', {
    longValued: ['lines', 'bytes'],
    numbers: true,
  }),
  tail: program('qvz', 'nc', 'quiet silent verbose zero-terminated', {
    longValued: ['lines', 'bytes'],
    numbers: true,
  }),
  wc: program('clmLw', '', 'bytes chars lines max-line-length words'),
  ls: program(
    'aAbBcCdfFgGhHiIklLmnNopqQrRsStuUvxXZ1',
    'ITw',
    'all almost-all color directory human-readable recursive reverse size inode group-directories-first full-time',
    { longValued: ['sort', 'time', 'ignore', 'hide', 'format', 'time-style'] },
  ),
  tree: program('adfilpsughDFnCAQNqrtvUcSJX', 'LPI', 'noreport dirsfirst prune du filesfirst gitignore', {
    longValued: ['charset', 'filelimit', 'sort'],
  }),
  stat: program('Lft', 'c', 'dereference file-system terse', { longValued: ['format', 'printf'] }),
  file: program('bihLkpNrsz0', '', 'brief mime mime-type mime-encoding dereference keep-going no-pad'),
  du: program(
    '0abcDhHklLmPsSx',
    'dBt',
    'all apparent-size bytes total human-readable summarize one-file-system',
    { longValued: ['max-depth', 'exclude', 'threshold'] },
  ),
  df: program('ahHiklPT', 'tx', 'all human-readable inodes print-type'),
  basename: program('az', 's', 'multiple zero', { longValued: ['suffix'] }),
  dirname: program('z', '', 'zero'),
  realpath: program('eLmPqsz', '', 'canonicalize-existing canonicalize-missing', {
    longValued: ['relative-to', 'relative-base'],
  }),
  readlink: program('femnqsvz'),
  cut: program('szn', 'bcdf', 'complement only-delimited', {
    longValued: ['bytes', 'characters', 'delimiter', 'fields', 'output-delimiter'],
  }),
  tr: program('cCdst', '', 'complement delete squeeze-repeats truncate-set1'),
  uniq: program('cdDiuz', 'fsw', 'count repeated unique ignore-case', {
    mostWords: 1,
    longValued: ['skip-fields', 'skip-chars', 'check-chars'],
  }),
  sort: program(
    'bcCdfghimMnrRsuVz',
    'kt',
    'numeric-sort reverse unique ignore-case human-numeric-sort version-sort general-numeric-sort month-sort stable check',
    { longValued: ['key', 'field-separator', 'sort'] },
  ),
  comm: program('123iz', '', 'total check-order nocheck-order'),
  cmp: program('bls', 'in', 'print-bytes verbose silent quiet'),
  diff: program(
    'abBcdeEilnNpqrstTuwWyZ',
    'CUIFxL',
    'brief recursive unified side-by-side ignore-case ignore-all-space ignore-space-change ignore-blank-lines new-file text color report-identical-files',
    { longValued: ['exclude', 'label', 'width', 'ignore-matching-lines', 'strip-trailing-cr'] },
  ),
  nl: program('p', 'bdfhilnsvw'),
  rev: program(''),
  tac: program('br', 's'),
  fold: program('bs', 'w'),
  paste: program('sz', 'd'),
  expand: program('i', 't'),
  column: program('txeR', 'cso', 'table'),
  md5sum: program('bt', '', 'binary text'),
  sha1sum: program('bt', '', 'binary text'),
  sha256sum: program('bt', '', 'binary text'),
  grep: program(
    'aAbBcCEFGhHiIlLnoPqrRsTUvwxyzZ',
    'eABCmdDf',
    'extended-regexp fixed-strings perl-regexp basic-regexp ignore-case invert-match word-regexp line-regexp count color files-with-matches files-without-match only-matching quiet silent no-messages byte-offset line-number with-filename no-filename recursive dereference-recursive text null no-ignore-case',
    {
      longValued: list(
        'regexp max-count after-context before-context context include exclude exclude-dir binary-files label',
      ),
      numbers: true,
    },
  ),
  rg: program(
    'abcFhHiIlLnNopPqrsSUuvVwx0.',
    'eABCmgtTdjME',
    'ignore-case smart-case case-sensitive fixed-strings word-regexp line-regexp count count-matches files files-with-matches files-without-match line-number no-line-number with-filename no-filename only-matching invert-match multiline hidden no-ignore no-ignore-vcs no-heading heading column trim vimgrep json stats pcre2 text null sort-files follow no-messages passthru quiet unrestricted',
    {
      longValued: list(
        'regexp after-context before-context context max-count max-depth max-filesize glob iglob type type-not color colors sort sortr replace encoding max-columns threads',
      ),
    },
  ),
  find: program('', '', '', {
    oneDash: true,
    long: list(
      'not a and o or true false print print0 prune empty depth mount xdev daystart follow ls readable writable executable nouser nogroup noleaf H L P exec execdir',
    ),
    longValued: list(
      'name iname path ipath wholename regex iregex regextype type xtype maxdepth mindepth size mtime atime ctime mmin amin cmin newer anewer cnewer perm user group uid gid links inum lname samefile printf',
    ),
  }),
  jq: program(
    'rcnsSejaC',
    '',
    'raw-output compact-output null-input slurp sort-keys exit-status join-output ascii-output color-output raw-input tab',
    { longValued: ['indent'] },
  ),
  sed: program('nErsz', 'e', 'quiet silent regexp-extended', {
    words: (value, at) => at > 0 || SED_SCRIPT.test(value),
  }),
  date: program('uRI', 'dr', 'utc universal iso-8601 rfc-email', {
    longValued: ['date', 'reference', 'rfc-3339'],
  }),
  seq: program('w', 'fs', 'equal-width', { numbers: true }),
  sleep: program(''),
  which: program('a'),
  id: program('gGnru'),
  whoami: program(''),
  uname: program('asnrvmpio'),
  nproc: program('', '', 'all', { longValued: ['ignore'] }),
};
