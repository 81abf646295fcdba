import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { BaseEntry, BaseTree } from '../../core/output/patch/base-tree.ts';
import { MODES, placeIn } from '../../core/output/patch/base-tree.ts';
import type { PatchFile } from '../../core/output/patch/patch-file.ts';
import { Fault } from '../../core/fault.ts';
import { askCheckout, git, tryGit } from './git.ts';

/** A bare repository of our own. It borrows the objects of a checkout, and nothing else of its `.git`. */
export type CleanRepository = { gitDir: string; head: string };

/** Of the list of a tree, and of a change as text. */
const MOST_OUTPUT = { list: 256 * 2 ** 20, patch: 16 * 2 ** 20 };
const PATIENCE_MS = 120_000;

/** git itself refuses names that other systems take for its own. */
const STRICT = ['-c', 'core.protectHFS=true', '-c', 'core.protectNTFS=true'];

/** Makes it below `folder`, which is ours. `head` is the commit that is asked about. Throws `Fault`. */
export async function openCleanRepository(
  checkout: string,
  head: string,
  folder: string,
): Promise<CleanRepository> {
  const found = await askCheckout(['rev-parse', '--git-path', 'objects'], checkout);
  const objects = resolve(checkout, found.stdout.replace(/\n$/, ''));
  // One path a line, and a line may begin with a sign of its own.
  if (found.code !== 0 || /[\n"]/.test(objects)) throw unreadable('its objects were not found');
  const gitDir = join(folder, 'clean.git');
  const format = head.length === 64 ? 'sha256' : 'sha1';
  await git(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, gitDir], folder);
  await mkdir(join(gitDir, 'objects', 'info'), { recursive: true });
  await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${objects}\n`);
  return { gitDir, head };
}

/** All of the commit's tree, by folder. Names that are no UTF-8 are damaged in it. Throws `Fault`. */
export async function readTree({ gitDir, head }: CleanRepository): Promise<BaseTree> {
  const args = [`--git-dir=${gitDir}`, 'ls-tree', '-r', '-t', '-z', '--long', '--full-tree', head];
  const listed = await askCheckout(args, gitDir, { mostOutput: MOST_OUTPUT.list, timeoutMs: PATIENCE_MS });
  if (listed.code !== 0) throw unreadable('its tree could not be listed');
  const folders = new Map<string, Map<string, BaseEntry>>([['', new Map()]]);
  for (const row of listed.stdout.split('\0')) {
    const [, mode = '', id = '', size = '', path] =
      /^(\d{6}) \w+ ([0-9a-f]+) +(-|\d+)\t([^]*)$/.exec(row) ?? [];
    if (path === undefined) continue;
    const { folder, name } = placeIn(path);
    folders.get(folder)?.set(name, { mode, id, size: size === '-' ? 0 : Number(size) });
    if (mode === MODES.folder) folders.set(path, new Map());
  }
  return folders;
}

/**
 * Those of the paths that the given `.gitignore` files leave out, as git reads them; nothing else of a work tree is
 * there. `folder` is ours and empty. Throws `Fault`.
 */
export async function ignoredOf(
  { gitDir }: CleanRepository,
  paths: readonly string[],
  ignoring: readonly { path: string; text: Buffer }[],
  folder: string,
): Promise<Set<string>> {
  if (paths.length === 0 || ignoring.length === 0) return new Set();
  for (const { path, text } of ignoring) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text, { flag: 'wx' });
  }
  const args = [
    `--git-dir=${gitDir}`,
    `--work-tree=${folder}`,
    'check-ignore',
    '-z',
    '--stdin',
    '--no-index',
  ];
  const { code, stdout } = await tryGit(args, folder, `${paths.join('\0')}\0`);
  // 1: none of them.
  if (code !== 0 && code !== 1) throw unreadable('its .gitignore files could not be read');
  return new Set(stdout.split('\0').filter((path) => path !== ''));
}

/** Makes the tree of a judged change. Returns its id, and the change as `git apply` takes it. Throws `Fault`. */
export async function writeChange(
  { gitDir, head }: CleanRepository,
  files: readonly PatchFile[],
): Promise<{ tree: string; patch: string }> {
  const run = (args: string[], input?: string) =>
    git([`--git-dir=${gitDir}`, ...STRICT, ...args], gitDir, input);
  const zero = '0'.repeat(head.length);
  let index = '';
  for (const { path, mode, content } of files) {
    const id = content === null ? zero : await run(['hash-object', '-w', '--no-filters', '--stdin'], content);
    index += `${mode ?? '0'} ${id}\t${path}\0`;
  }
  await run(['read-tree', head]);
  await run(['update-index', '-z', '--index-info'], index);
  const tree = await run(['write-tree']);
  const shown = await askCheckout([`--git-dir=${gitDir}`, ...SHOW, head, tree], gitDir, {
    mostOutput: MOST_OUTPUT.patch,
    timeoutMs: PATIENCE_MS,
  });
  if (shown.code !== 0) throw unreadable('the change could not be written as a patch');
  return { tree, patch: shown.stdout };
}

const SHOW = [
  'diff-tree',
  '-r',
  '-p',
  '--text',
  '--full-index',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--end-of-options',
];

function unreadable(why: string): Fault {
  return new Fault(
    'workspace-unusable',
    `The repository of the workspace could not be read: ${why}.`,
    'Check out the repository with actions/checkout and without `filter`, and leave its .git folder as it is.',
  );
}
