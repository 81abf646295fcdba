import { names, type Program } from '../program.ts';
import { literalOf, spelled } from '../words.ts';

const OTHER = names(
  'config c set exec x explore edit dlx node create init link publish login adduser token pkg',
);

/** Whether a word is one of those, or the beginning of one, which npm takes for it: `npm exe` is `npm exec`. */
function isOther(text: string): boolean {
  return OTHER.some((name) => name === text || (text.length > 1 && name.startsWith(text)));
}

const scripts: Program = {
  flags: 's',
  values: 'wF',
  long: names(
    '--silent --if-present --workspaces --ignore-scripts --no-audit --no-fund --quiet --recursive --frozen-lockfile --offline --prefer-offline --json --version --help',
  ),
  longValues: names('--workspace --filter'),
  objects(operands) {
    const words = /^(run|run-script|test|start)$/.test(literalOf(operands[0]) ?? '') ? [] : operands;
    const other = words.find((word) => isOther(literalOf(word) ?? 'x'));
    return other && `${spelled(other)} runs other programs or changes settings`;
  },
};

/** `@file` stands for options in a file. */
const noResponseFile: NonNullable<Program['objects']> = (operands) => {
  const file = operands.find((word) => spelled(word).startsWith('@'));
  return file && `${spelled(file)} is a file of options`;
};

/** Programs that run what the repository holds: the rule gives that, their options must give no more. */
export const buildPrograms: Readonly<Record<string, Program>> = {
  npm: scripts,
  yarn: scripts,
  pnpm: { ...scripts, flags: 'sr' },
  make: {
    flags: 'knsBiqS',
    values: 'jl',
    long: names(
      '--jobs --keep-going --dry-run --silent --always-make --no-print-directory --quiet --version',
    ),
    objects: (operands) =>
      operands.some((word) => spelled(word).includes('='))
        ? 'make takes NAME=value as settings, such as its SHELL'
        : undefined,
  },
  tsc: {
    flags: 'bv',
    values: 'p',
    long: names(
      '--noEmit --build --pretty --strict --skipLibCheck --incremental --version --listFiles --showConfig --force --dry --verbose --clean',
    ),
    longValues: names('--project'),
    objects: noResponseFile,
  },
  pytest: {
    flags: 'vqxsl',
    values: 'kmrn',
    objects: noResponseFile,
    long: names(
      '--verbose --quiet --exitfirst --lf --last-failed --ff --failed-first --nf --sw --collect-only --co --no-header --no-summary --showlocals --cov --durations --maxfail --tb --color --strict-markers --version',
    ),
  },
  go: {
    flags: 'mv',
    long: [],
    subcommands: Object.fromEntries(
      names('test build run generate vet list fmt version mod env doc').map((name) => [
        name,
        {
          dashWords: {
            ...zero('-v -race -short -cover -json -x -n -a -m -failfast -benchmem -u -deps -test -e'),
            ...one('-run -count -timeout -bench -tags -p -parallel -cpu -skip -f'),
          },
        },
      ]),
    ),
  },
  cargo: {
    flags: 'qv',
    long: names('--version --list --quiet --verbose --offline --locked --frozen'),
    subcommands: Object.fromEntries(
      names('test build check clippy fmt doc metadata tree run bench').map((name) => [
        name,
        {
          flags: 'qvr',
          values: 'pjF',
          long: names(
            '--release --all --workspace --locked --offline --frozen --all-features --no-default-features --all-targets --lib --bins --tests --examples --benches --no-run --no-fail-fast --quiet --verbose --no-deps --check --keep-going',
          ),
          longValues: names(
            '--package --features --test --bin --example --bench --jobs --exclude --message-format --depth --format-version',
          ),
        },
      ]),
    ),
  },
};

function zero(text: string): Record<string, number> {
  return Object.fromEntries(names(text).map((word) => [word, 0]));
}

function one(text: string): Record<string, number> {
  return Object.fromEntries(names(text).map((word) => [word, 1]));
}
