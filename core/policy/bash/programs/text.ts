import { names, type Program } from '../program.ts';
import { literalOf, type Argument } from '../words.ts';

/** Programs that filter text. */
export const textPrograms: Readonly<Record<string, Program>> = {
  sort: {
    flags: 'bcCdfghiMmnRrsuVz',
    values: 'ktS',
    long: names(
      '--reverse --unique --numeric-sort --version-sort --human-numeric-sort --ignore-case --stable --check',
    ),
    longValues: names('--key --field-separator --parallel'),
  },
  uniq: {
    flags: 'cdDiuz',
    values: 'fsw',
    long: names('--count --repeated --unique --ignore-case'),
    longValues: names('--skip-fields --skip-chars --check-chars'),
    mostOperands: 1,
  },
  cut: {
    flags: 'nsz',
    values: 'bcdf',
    long: names('--complement --only-delimited'),
    longValues: names('--delimiter --fields --characters --bytes --output-delimiter'),
    harmless: true,
  },
  tr: {
    pattern: true,
    flags: 'cCdst',
    long: names('--delete --squeeze-repeats --complement'),
    harmless: true,
  },
  comm: {
    flags: '123z',
    long: names('--check-order --nocheck-order --total'),
    longValues: names('--output-delimiter'),
    harmless: true,
  },
  paste: {
    flags: 'sz',
    values: 'd',
    long: names('--serial'),
    longValues: names('--delimiters'),
    harmless: true,
  },
  join: { flags: 'iz', values: 'aejotv12', harmless: true },
  nl: { flags: 'p', values: 'bdfhilnsvw', harmless: true },
  fold: { flags: 'bs', values: 'w', harmless: true },
  column: {
    flags: 'tenx',
    values: 'sNoc',
    long: names('--table'),
    longValues: names('--separator --output-separator'),
    harmless: true,
  },
  expand: { flags: 'i', values: 't', harmless: true },
  rev: { harmless: true },
  strings: { flags: 'a', values: 'nt', harmless: true },
  od: { flags: 'abcdfiloxsv', values: 'AjNtw', harmless: true },
  hexdump: { flags: 'bcCdovx', values: 'ns' },
  base64: {
    flags: 'di',
    values: 'w',
    long: names('--decode --ignore-garbage'),
    longValues: names('--wrap'),
    harmless: true,
  },
  diff: {
    flags: 'abBcdeEiInNpqrstTuwyZ',
    values: 'UCWxL',
    long: names(
      '--brief --unified --context --recursive --color --side-by-side --report-identical-files --new-file --ignore-all-space --ignore-blank-lines --minimal --strip-trailing-cr --no-dereference',
    ),
    longValues: names('--exclude --label --width --ignore-matching-lines'),
    harmless: true,
  },
  sed: {
    pattern: true,
    flags: 'nrEsuz',
    values: 'e',
    long: names('--quiet --silent --regexp-extended --posix --null-data'),
    longValues: names('--expression'),
    objects: sedScript,
  },
  jq: {
    pattern: true,
    flags: 'cCMrjaSsneR',
    long: names(
      '--arg --args --argjson --compact-output --raw-output --join-output --sort-keys --slurp --null-input --exit-status --raw-input --tab --color-output --monochrome-output',
    ),
    longValues: names('--indent'),
    objects: (operands) =>
      operands[0] !== undefined && literalOf(operands[0]) === undefined
        ? 'the program of jq is not known before'
        : undefined,
  },
};

const ADDRESS = String.raw`(?:\d+|\$|\/(?:[^\/\\\n]|\\.)+\/I?)`;
/** Prints, deletions, quits and substitutions without the `e` and `w` that run and write. */
const SED = new RegExp(
  String.raw`^(?:${ADDRESS}(?:,[+~]?${ADDRESS})?)?!?\s*(?:[pdqQ=lnNDGgHhxP]|s([\/|#,:@])(?:(?!\1)[^\\\n]|\\[^\n])*\1(?:(?!\1)[^\\\n]|\\[^\n])*\1[gIip0-9]*|y\/(?:[^\/\\\n]|\\.)*\/(?:[^\/\\\n]|\\.)*\/)?$`,
);

function sedScript(operands: readonly Argument[], values: ReadonlyMap<string, readonly Argument[]>) {
  const given = [...(values.get('-e') ?? []), ...(values.get('--expression') ?? [])];
  for (const script of given.length > 0 ? given : operands.slice(0, 1)) {
    const text = literalOf(script);
    if (text === undefined) return 'the script of sed is not known before';
    // A `;` inside a pattern makes a part that fits nothing: it is refused, never misread.
    const whole = SED.test(text);
    const parts = text.split(';').map((part) => part.trim());
    if (!whole && !parts.every((part) => SED.test(part)))
      return `the sed script '${text}' is not a plain print, deletion or substitution`;
  }
  return undefined;
}
