import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { installClaude, type InstalledClaude } from '../edge/claude/install.ts';
import { packageRoot, toolCache } from '../lab/package-root.ts';

/** The peer: the same CLI as ours, as people start it by themselves. */
export type PlainClaude = { claude: InstalledClaude; cwd: string; home: string; url: string };

const ONE = '"$CLAUDE" -p look --tools Read,Grep,Glob';

/** Runs `claude -p` once, and so many side by side in a shell's loop. Throws when one fails: a comparison with it is void. */
export function runPlain(plain: PlainClaude, count: number | 'once' = 'once'): Promise<void> {
  if (count === 'once') return started(plain, plain.claude.path, ['-p', 'look', '--tools', 'Read,Grep,Glob']);
  const loop = `pids=; for i in $(seq ${count}); do ${ONE} & pids="$pids $!"; done; for pid in $pids; do wait $pid || exit 1; done`;
  return started(plain, '/bin/bash', ['--noprofile', '--norc', '-c', loop]);
}

async function started(
  { claude, cwd, home, url }: PlainClaude,
  program: string,
  args: string[],
): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: home,
      CLAUDE: claude.path,
      ANTHROPIC_API_KEY: 'dummy-key',
      ANTHROPIC_BASE_URL: url,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    },
    stdio: 'ignore',
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  if (code !== 0) throw new Error(`plain claude exited with ${String(code)}: the comparison is void`);
}

/** The CLI that is compared, installed as the step installs it. */
export function install(): Promise<InstalledClaude> {
  const extra = process.env['NODE_EXTRA_CA_CERTS'];
  return installClaude({
    toolCache,
    pinFolder: join(packageRoot, 'edge/claude/cli'),
    path: process.env['PATH'] ?? '/usr/bin:/bin',
    npmSettings: extra === undefined ? {} : { NODE_EXTRA_CA_CERTS: extra },
  });
}
