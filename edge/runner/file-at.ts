import { refuse, type Refusal } from '../../core/refusal.ts';
import { askCheckout } from './git.ts';

/**
 * A file of a repository as it is at a revision, or null when that revision does not hold it. `folder` is the
 * top of the repository. Refuses with `unknown-revision` what git does not know as a commit.
 */
export async function fileAt(
  folder: string,
  revision: string,
  path: string,
): Promise<string | null | Refusal> {
  const commit = await askCheckout(
    ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
    folder,
  );
  if (commit.code !== 0) return unknown(revision, folder);
  const object = `${commit.stdout.trim()}:${path}`;
  const kind = await askCheckout(['cat-file', '-t', object], folder);
  if (kind.code !== 0 || kind.stdout.trim() !== 'blob') return null;
  const file = await askCheckout(['cat-file', 'blob', object], folder);
  return file.code === 0
    ? file.stdout
    : refuse(
        'unreadable-file',
        `git cannot give ${path} at ${revision}: it is larger than a configuration, or an object is missing.`,
        'Fetch the whole history (actions/checkout with fetch-depth: 0), or name another path.',
      );
}

function unknown(revision: string, folder: string): Refusal {
  return refuse(
    'unknown-revision',
    `${JSON.stringify(revision)} is no commit of the git repository in ${folder}.`,
    'Run this at the top of a repository, and fetch the commit first (actions/checkout with fetch-depth: 0).',
  );
}
