import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../lab/package-root.ts';

/** Names are not asked of a registry: `cli/setup.sh peers` installs what the lock file in `bench/peers` says. */
const modules = new URL('peers/node_modules/', import.meta.url);

type AhoCorasick = new (words: string[]) => { matchInText(text: string): readonly unknown[] };
type Lint = (request: object) => Promise<{ messages: readonly unknown[] }>;

/** The npm peers, installed when they are not there. */
export async function npmPeers(): Promise<{
  AhoCorasick: AhoCorasick;
  secretlint: (text: string) => Promise<number>;
}> {
  execFileSync('sh', [join(packageRoot, 'cli/setup.sh'), 'peers'], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const load = async (path: string) => (await import(new URL(path, modules).href)) as Record<string, unknown>;
  const { AhoCorasick } = await load('@monyone/aho-corasick/dist/fast.mjs');
  const { lintSource } = await load('@secretlint/core/module/index.js');
  const { creator } = await load('@secretlint/secretlint-rule-preset-recommend/module/index.js');
  const config = { rules: [{ id: 'recommend', rule: creator }] };
  return {
    AhoCorasick: AhoCorasick as AhoCorasick,
    async secretlint(content) {
      const source = { content, filePath: '/stream.txt', ext: '.txt', contentType: 'text' };
      return (await (lintSource as Lint)({ source, options: { config } })).messages.length;
    },
  };
}

/** Seconds of its own time that ripgrep takes for a text with literals, the best of three; null where there is no `rg`. */
export function ripgrep(text: Uint8Array, literals: readonly string[]): number | null {
  if (spawnSync('rg', ['--version']).error !== undefined) return null;
  const folder = mkdtempSync(join(tmpdir(), 'bench-rg-'));
  try {
    const [file, list, empty] = ['text', 'literals', 'empty'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(file, text);
    writeFileSync(list, literals.join('\n'));
    writeFileSync(empty, '');
    // To begin and to read the literals is no part of the search.
    return Math.max(1e-4, best(list, file) - best(list, empty));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** In bash, whose clock for a child's own time is finer than that of a plain shell. */
const TIMED = 'TIMEFORMAT="%3U %3S"; time rg --no-config -j1 -a -c -F -f "$1" "$2" >/dev/null';

function best(list: string, file: string): number {
  const once = () => {
    const { stderr } = spawnSync('bash', ['-c', TIMED, 'bash', list, file], { encoding: 'utf8' });
    const [user, system] = stderr.trim().split(' ').map(Number);
    if (user === undefined || system === undefined || Number.isNaN(user + system))
      throw new Error(`rg could not be timed: ${stderr}`);
    return user + system;
  };
  return Math.min(once(), once(), once());
}
