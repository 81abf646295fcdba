import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from '../../../edge/runner/program.ts';
import { STUBS, WRAPPERS } from './lines.ts';

const FIELD = '\u001f';
const RECORD = '\u001e';

/** Writes its arguments with one write, so that records of processes side by side stay whole. */
const STUB = `#!/bin/sh
printf '%s\\037' "$FUZZ_LINE" "\${0##*/}" "$@" '\u001e' >>/tmp/log
echo evil out
case $0 in */no) exit 1 ;; esac
exit 0
`;

/** Each line in a shell of its own, read as \`bash -c\` reads it; a line that loops runs out of its second. */
const DRIVER = `mkdir /tmp/w; cd /tmp/w; : >/tmp/log
export FUZZ_LINE FUNCNEST=3 PATH=/tmp/stubs
FUZZ_LINE=0
while IFS= read -r -d '' __line <&3; do
  ( ulimit -t 1; exec 3<&-; eval "$__line" ) </dev/null >/dev/null 2>&1
  FUZZ_LINE=$((FUZZ_LINE + 1))
done
/bin/sleep 0.2
/bin/cat /tmp/log`;

const SECONDS = 240;

/** Runs lines in one cage, where nothing but stubs can be started. For each line: what it started. */
export async function runLines(lines: readonly string[]): Promise<string[][][]> {
  const folder = await mkdtemp(join(tmpdir(), 'fuzz-bash-'));
  try {
    for (const name of STUBS) await writeFile(join(folder, name), STUB, { mode: 0o755 });
    for (const name of WRAPPERS) await symlink(`/usr/bin/${name}`, join(folder, name));
    const cage = `--unshare-all --die-with-parent --new-session --ro-bind / / --dev /dev --proc /proc --tmpfs /tmp`;
    const args = [
      ...cage.split(' '),
      '--ro-bind',
      folder,
      '/tmp/stubs',
      '/bin/bash',
      '-c',
      `exec 3<&0; ${DRIVER}`,
    ];
    const env = { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' };
    const input = Buffer.from(lines.map((line) => `${line}\0`).join(''));
    const { code, stdout, stderr } = await runProgram('timeout', [`${SECONDS}`, 'bwrap', ...args], {
      env,
      input,
    });
    if (code !== 0) throw new Error(`the cage of the lines ended with ${code}: ${stderr.slice(0, 500)}`);
    return started(stdout, lines.length);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function started(log: string, count: number): string[][][] {
  const all: string[][][] = Array.from({ length: count }, () => []);
  for (const record of log.split(`${RECORD}${FIELD}`)) {
    const [line, ...fields] = record.split(FIELD);
    if (fields.length > 1) all[Number(line)]?.push(fields.slice(0, -1));
  }
  return all;
}
