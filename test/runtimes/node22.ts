import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const HERE = new URL('./node22/', import.meta.url);
const CACHE = fileURLToPath(new URL('../../.cache/node22/', import.meta.url));

/** The path of Node 22, which is installed into `.cache/` at the first call (some 40 MB). */
export async function node22(): Promise<string> {
  const node = `${CACHE}node_modules/node-linux-${process.arch}/bin/node`;
  if (existsSync(node)) return node;
  mkdirSync(CACHE, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) {
    copyFileSync(new URL(name, HERE), `${CACHE}${name}`);
  }
  const args = ['ci', '--prefix', CACHE, '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund'];
  await promisify(execFile)('npm', args, { cwd: CACHE, timeout: 120_000 });
  if (existsSync(node)) return node;
  throw new Error(`npm brought no Node 22 for linux-${process.arch}: ${node} is missing`);
}
