import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this repository. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const CONFIGURATION = ['package.json', 'tsconfig.json', '.dependency-cruiser.json', '.oxlintrc.json'];

/** A small tree under the real configuration, with our node_modules: `files` maps a path to its text. */
export function plantTree(files: Readonly<Record<string, string>>): { root: string; remove: () => void } {
  const root = mkdtempSync(join(tmpdir(), 'walls-'));
  for (const name of CONFIGURATION) copyFileSync(join(ROOT, name), join(root, name));
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return { root, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Runs a tool of node_modules to its end; its exit code is the answer, not an error. */
export function runTool(
  name: string,
  args: readonly string[],
  cwd: string,
): Promise<{ code: number; out: string }> {
  const bin = join(ROOT, 'node_modules/.bin');
  const options = { cwd, env: { PATH: `${bin}:/usr/bin:/bin` }, maxBuffer: 64 * 1024 * 1024 };
  return new Promise((resolve) => {
    execFile(join(bin, name), [...args], options, (error, out, problems) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, out: out === '' ? problems : out });
    });
  });
}
