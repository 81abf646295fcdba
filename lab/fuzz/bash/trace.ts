import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBounded } from '../../../edge/cage/run-bounded.ts';
import { systemProgram } from '../../../edge/cage/system-program.ts';
import { STUBS } from './grammar.ts';

/** The programs that start others are the real ones: what they start is what is to be seen. */
const REAL = [
  'env',
  'nice',
  'timeout',
  'nohup',
  'stdbuf',
  'setsid',
  'bash',
  'sh',
  'xargs',
  'find',
  'command',
];
const END = '\u0001';

/**
 * One append, so that programs of one pipeline do not write into each other's record. A process substitution may
 * outlive its line, so each record names the line that it belongs to.
 */
const STUB = `#!/bin/sh\nprintf '%s\\0' "\${LINE_OF_FUZZ-}" "\${0##*/}" "$@" '${END}' >>/fuzz/log\n`;

const RUN_LINES = `
mkdir -p /tmp/w; cd /tmp/w; export HOME=/tmp/w PATH=/fuzz/stubs
ulimit -t 20
while IFS= read -r -d '' line; do
  export LINE_OF_FUZZ=$((n++))
  timeout -s KILL 5 bash --norc --noprofile -c "$line" </dev/null >/dev/null 2>&1
done </fuzz/lines
exit 0
`;

/** Lets bash run each line in a cage, and returns what was started by it: the arguments of each program, in order. */
export async function traceLines(lines: readonly string[]): Promise<string[][][]> {
  const folder = mkdtempSync(join(tmpdir(), 'fuzz-bash-'));
  try {
    prepare(folder, lines);
    const cage = [
      '--unshare-all',
      '--die-with-parent',
      '--new-session',
      '--ro-bind',
      '/',
      '/',
      '--tmpfs',
      '/tmp',
    ];
    const places = ['--bind', folder, '/tmp/fuzz', '--proc', '/proc', '--dev', '/dev', '--chdir', '/'];
    const script = RUN_LINES.replaceAll('/fuzz/', '/tmp/fuzz/');
    const words = [...cage, ...places, '--', '/bin/bash', '-c', script];
    const program = systemProgram('bwrap') ?? 'bwrap';
    const ended = await runBounded({ program, args: words }, { env: {}, timeoutMs: 300_000 });
    if (ended.code !== 0) throw new Error(`the lines did not run: ${ended.stderr.slice(-300)}`);
    return readLog(readFileSync(join(folder, 'log'), 'utf8'), lines.length);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function prepare(folder: string, lines: readonly string[]): void {
  const stubs = join(folder, 'stubs');
  mkdirSync(stubs);
  for (const name of STUBS) {
    writeFileSync(join(stubs, name), STUB.replace('/fuzz/', '/tmp/fuzz/'));
    chmodSync(join(stubs, name), 0o755);
  }
  for (const name of REAL) {
    const real = systemProgram(name);
    if (real !== null) symlinkSync(real, join(stubs, name));
  }
  const here = lines.map((line) => `${line.replaceAll('/fuzz/', '/tmp/fuzz/')}\0`);
  writeFileSync(join(folder, 'lines'), here.join(''));
  writeFileSync(join(folder, 'log'), '');
}

function readLog(log: string, count: number): string[][][] {
  const lines: string[][][] = Array.from({ length: count }, () => []);
  let argv: string[] = [];
  for (const word of log.split('\0').slice(0, -1)) {
    if (word !== END) {
      argv.push(word);
      continue;
    }
    const [line = '', ...words] = argv;
    // A cleared environment has lost the line: then the program is not looked for.
    if (line !== '') lines[Number(line)]?.push(words);
    argv = [];
  }
  return lines;
}
