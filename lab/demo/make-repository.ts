import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Fault } from '../../core/fault.ts';
import { packageRoot } from '../package-root.ts';
import { git, tryGit } from '../../edge/runner/git.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
/** What the bundled library is made of: folders that are laid over each other. */
const files = join(here, 'files');
const examples = join(packageRoot, 'docs', 'examples');

/** Who wrote the made commits, and when: the same in each run of the demo. */
const AUTHOR = ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com'];

/** A repository made for the stand-in: a bare git folder. `pull`: a branch that asks to be merged, and its commit. */
export type MadeRepository = { gitDir: string; name: string; pull?: { branch: string; headSha: string } };

/** Folders of `files`: those of `main`, each over the one before it, and over them those of a pull request. */
export type Layers = {
  main: readonly string[];
  /** More files of `main`, by their paths. */
  files?: Readonly<Record<string, string>>;
  /** The configuration's file; that of the bundled examples when absent. */
  agents?: string;
  pull?: { branch: string; layers: readonly string[]; message: string };
};

/** Makes the bundled example: a small library whose last commit brought a real bug. */
export async function makeDemoRepository(root: string): Promise<MadeRepository> {
  const tree = join(root, 'pocket-ledger');
  await mkdir(tree, { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main'], tree);
  await cp(join(files, 'repository'), tree, { recursive: true });
  await cp(join(files, 'before'), tree, { recursive: true });
  await addDispatchFiles(tree);
  await commitAll(tree, 'Begin the ledger');
  await cp(join(files, 'repository'), tree, { recursive: true });
  await commitAll(tree, 'Make transfer forgiving about unknown accounts');
  return { gitDir: await makeBare(tree, root, 'pocket-ledger'), name: 'pocket-ledger' };
}

/** Makes the bundled library as an example needs it, with agents that may hand back more than a comment. */
export async function makeLayered(
  root: string,
  { main, files: more = {}, agents, pull }: Layers,
): Promise<MadeRepository> {
  const name = 'pocket-ledger';
  const tree = join(root, name);
  await mkdir(join(tree, '.github'), { recursive: true });
  await git(['init', '--quiet', '--initial-branch=main'], tree);
  for (const layer of main) await cp(join(files, layer), tree, { recursive: true });
  for (const [path, text] of Object.entries(more)) {
    await mkdir(dirname(join(tree, path)), { recursive: true });
    await writeFile(join(tree, path), text);
  }
  await cp(agents ?? join(here, 'agents.yml'), join(tree, '.github/dispatch.yml'));
  await addDispatchFiles(tree);
  await commitAll(tree, 'Begin the ledger');
  if (pull === undefined) return { gitDir: await makeBare(tree, root, name), name };
  await git(['checkout', '--quiet', '-b', pull.branch], tree);
  for (const layer of pull.layers) await cp(join(files, layer), tree, { recursive: true });
  await commitAll(tree, pull.message);
  const headSha = await git(['rev-parse', 'HEAD'], tree);
  // What is checked out becomes the default branch of the bare copy.
  await git(['checkout', '--quiet', 'main'], tree);
  return { gitDir: await makeBare(tree, root, name), name, pull: { branch: pull.branch, headSha } };
}

/**
 * Makes a copy of a repository of this machine. Its own folder is only read; the configuration and the
 * workflow are added to the copy where it has none.
 */
export async function copyRepository(folder: string, root: string): Promise<MadeRepository> {
  const top = await tryGit(['-C', folder, 'rev-parse', '--show-toplevel'], root);
  if (top.code !== 0) {
    throw new Fault(
      'workspace-unusable',
      `${folder} is not a git repository.`,
      'Give --repo the path of a git checkout with at least one commit.',
    );
  }
  const source = top.stdout.trim();
  const name = (source.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9._-]/g, '-') || 'repository';
  const tree = join(root, name);
  await git(['clone', '--quiet', '--no-hardlinks', '--', source, tree], root);
  await git(['checkout', '--quiet', '-B', 'main'], tree);
  if (await addDispatchFiles(tree)) await commitAll(tree, 'Add agent-dispatch');
  return { gitDir: await makeBare(tree, root, name), name };
}

/** Adds the shipped configuration and workflow where they are missing. Returns whether it added any. */
async function addDispatchFiles(tree: string): Promise<boolean> {
  const wanted = [
    ['dispatch.yml', '.github/dispatch.yml'],
    ['workflows/dispatch.yml', '.github/workflows/dispatch.yml'],
  ] as const;
  const missing = wanted.filter(([, path]) => !existsSync(join(tree, path)));
  await mkdir(join(tree, '.github/workflows'), { recursive: true });
  for (const [from, to] of missing) await writeFile(join(tree, to), await readFile(join(examples, from)));
  return missing.length > 0;
}

async function commitAll(tree: string, message: string): Promise<void> {
  await git(['add', '--all'], tree);
  await git(
    [...AUTHOR, 'commit', '--quiet', '--allow-empty', `--message=${message}`, '--date=2026-11-01T12:00:00Z'],
    tree,
  );
}

async function makeBare(tree: string, root: string, name: string): Promise<string> {
  const gitDir = join(root, `${name}.git`);
  await git(['clone', '--quiet', '--bare', '--no-hardlinks', '--', tree, gitDir], root);
  return gitDir;
}
