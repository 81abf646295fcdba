import { names, type Program } from '../program.ts';

const grep: Program = {
  flags: 'acEFGhHiIlLnNoPqrRsUvVwxyzZT',
  values: 'ABCemf',
  long: names(`--color --colour --count --ignore-case --no-ignore-case --invert-match --word-regexp --line-regexp
    --files-with-matches --files-without-match --only-matching --quiet --silent --no-messages --line-number
    --with-filename --no-filename --recursive --extended-regexp --fixed-strings --perl-regexp --basic-regexp --text
    --null --line-buffered`),
  longValues: names(
    '--include --exclude --exclude-dir --regexp --max-count --context --after-context --before-context',
  ),
  numbers: true,
  harmless: true,
  pattern: true,
};

/** Programs that search. */
export const searchPrograms: Readonly<Record<string, Program>> = {
  grep,
  egrep: grep,
  fgrep: grep,
  rg: {
    pattern: true,
    flags: 'aciFHhIilLNnoPpqSsUuvwx0',
    values: 'ABCEefgjMmrTt',
    long: names(`--color --count --count-matches --files --files-with-matches --files-without-match --fixed-strings
      --glob-case-insensitive --heading --hidden --ignore-case --invert-match --json --line-number --line-regexp
      --multiline --multiline-dotall --no-filename --no-heading --no-ignore --no-ignore-vcs --no-line-number --no-messages
      --null --only-matching --pcre2 --pretty --quiet --smart-case --stats --text --trim --type-list --vimgrep
      --with-filename --word-regexp --no-config --case-sensitive --crlf --column --sort-files --passthru`),
    longValues:
      names(`--after-context --before-context --context --glob --iglob --max-columns --max-count --max-depth
      --max-filesize --regexp --replace --sort --sortr --threads --type --type-not --encoding --path-separator`),
  },
  find: {
    dashWords: {
      ...Object.fromEntries(
        names(
          '-print -print0 -ls -prune -quit -o -or -a -and -not -true -false -empty -depth -mount -xdev -follow -readable -writable -executable -H -L -P -nouser -nogroup -daystart',
        ).map((word) => [word, 0]),
      ),
      ...Object.fromEntries(
        names(
          '-name -iname -path -ipath -wholename -regex -iregex -regextype -type -xtype -size -maxdepth -mindepth -mtime -mmin -atime -amin -ctime -cmin -newer -newermt -perm -user -group -links -inum -printf -lname -samefile',
        ).map((word) => [word, 1]),
      ),
    },
  },
};
