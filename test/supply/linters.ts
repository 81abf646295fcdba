import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastWords, runProgram, type Ended } from './program.ts';
import { failed, passed, unchecked, type Verdict } from './verdict.ts';

/** A program that judges files, from a package registry: what brings it, and what it is asked. */
type Linter = {
  name: string;
  /** Makes the program in a folder. */
  install: (pins: string, folder: string) => Promise<Ended>;
  /** Where it then is, from there. */
  program: string;
  /** Each is run from the root; exit 0: nothing found. */
  asks: (root: string) => string[][];
  said: string;
};

/** A proxy that does not answer must not hold everything else up; what was built until then is kept for the next time. */
const LONGEST_BUILD_MS = 240_000;

/** Where Go's own instructions, Debian and others install it, whether a shell's profile says so or not. */
const GO_FOLDERS = ['/usr/local/go/bin', '/usr/lib/go/bin', '/snap/bin', '/opt/homebrew/bin'];

/** Go on the PATH, so that the machine's choice counts; else where it is installed; its name where it is nowhere. */
export function goProgram(path: string = process.env['PATH'] ?? '', others = GO_FOLDERS): string {
  const folders = [...path.split(delimiter), ...others];
  return folders.map((folder) => join(folder, 'go')).find(existsSync) ?? 'go';
}

const GO = (pins: string, folder: string) =>
  // Its digests are in go.sum; `-mod=readonly` takes nothing else.
  runProgram(goProgram(), ['build', '-mod=readonly', '-trimpath', '-o', `${folder}/`, 'tool'], {
    cwd: pins,
    timeoutMs: LONGEST_BUILD_MS,
  });

const PIP_OPTIONS = [
  '--quiet',
  '--disable-pip-version-check',
  '--no-deps',
  '--only-binary',
  ':all:',
  '--require-hashes',
];

const PIP = (pins: string, folder: string) => {
  const what = ['--target', folder, '--requirement', join(pins, 'requirements.txt')];
  return runProgram('python3', ['-m', 'pip', 'install', ...PIP_OPTIONS, ...what], { cwd: pins });
};

const workflows = (root: string, folder: string) => globSync(`${folder}/*.yml`, { cwd: root }).toSorted();
const OURS = '.github/workflows';
const EXAMPLES = 'docs/examples/workflows';

export const linters: readonly Linter[] = [
  {
    name: 'zizmor',
    install: PIP,
    program: 'bin/zizmor',
    asks: (root) => [
      // Ours by all that it knows; what others copy, by what is wrong and not by what is taste.
      [
        '--offline',
        '--no-progress',
        '--persona',
        'pedantic',
        '--config',
        '.github/zizmor.yml',
        'action.yml',
        '.github/dependabot.yml',
        ...workflows(root, OURS),
      ],
      ['--offline', '--no-progress', '--config', '.github/zizmor.yml', ...workflows(root, EXAMPLES)],
    ],
    said: 'our workflows, pedantically, and the examples',
  },
  {
    name: 'actionlint',
    install: GO,
    program: 'actionlint',
    asks: (root) => [['-no-color', ...workflows(root, OURS), ...workflows(root, EXAMPLES)]],
    said: 'our workflows and the examples',
  },
  {
    name: 'gitleaks',
    install: GO,
    program: 'gitleaks',
    asks: () => [['git', '--no-banner', '--no-color', '--redact', '--verbose', '--log-level', 'warn', '.']],
    said: 'every commit',
  },
];

/** Installs a linter unless it is there, and asks it about the tree at `root`. */
export async function lint(linter: Linter, root: string): Promise<Verdict> {
  const made = await installed(linter, root);
  if (typeof made !== 'string') return made;
  const findings: string[] = [];
  for (const args of linter.asks(root)) {
    const ended = await runProgram(made, args, { cwd: root });
    if (ended.code !== 0) findings.push(...linesOf(ended));
  }
  return findings.length > 0 ? failed(findings) : passed(linter.said);
}

/** The program's path, or why there is none. A digest that is not the pinned one is no excuse. */
async function installed({ install, program }: Linter, root: string): Promise<string | Verdict> {
  const pins = join(root, 'test/supply/linters');
  const pinned = ['go.mod', 'go.sum', 'requirements.txt'].map((name) => readFileSync(join(pins, name)));
  const id = createHash('sha256').update(Buffer.concat(pinned)).digest('hex').slice(0, 16);
  const folder = join(root, '.cache/linters', id);
  const path = join(folder, program);
  if (existsSync(path)) return path;
  mkdirSync(folder, { recursive: true });
  const ended = await install(pins, folder);
  if (ended.code === 0 && existsSync(path)) return path;
  const said = `${ended.out}\n${ended.err}`;
  if (/DO NOT MATCH THE HASHES|checksum mismatch|SECURITY ERROR/.test(said)) return failed(linesOf(ended));
  return unchecked(
    ended.code === null
      ? 'what would install it is not here'
      : `it could not be installed: ${lastWords(ended)}`,
  );
}

function linesOf({ out, err }: Ended): string[] {
  const lines = `${out}\n${err}`.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : ['it failed and said nothing'];
}
