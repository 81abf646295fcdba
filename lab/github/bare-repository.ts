import { git, tryGit } from '../../edge/runner/git.ts';

/** What a commit changes: a path to its content, to null where it is removed, to `{ link }` for a symlink. */
export type Change = Record<string, string | Buffer | { link: string } | null>;

/** A commit on the branch `onto`, on top of the branch `from` if there is one. */
export type NewCommit = { change: Change; onto: string; from?: string; message?: string };

/** Makes an empty bare repository whose default branch is `main`. */
export async function makeBare(gitDir: string): Promise<void> {
  await git(['init', '--quiet', '--bare', '--template=', '--initial-branch=main', gitDir], '/');
}

/**
 * Commits into a bare repository, whatever its branches held before, and returns the commit. One process
 * without a working tree: clone, add, commit and push are ten, and most of what such a test costs.
 */
export async function commitInto(gitDir: string, commit: NewCommit): Promise<string> {
  const args = ['fast-import', '--quiet', '--force', '--date-format=now'];
  const { code, stdout, stderr } = await tryGit(args, gitDir, streamOf(commit));
  if (code !== 0) throw new Error(`git fast-import: ${stderr}`);
  return stdout.trim();
}

/** The commit in the language of `git fast-import`, and the question what its id is. */
function streamOf({ change, onto, from, message = 'Change' }: NewCommit): Buffer {
  const parts: (string | Buffer)[] = [
    `commit refs/heads/${onto}\nmark :1\ncommitter Ada <ada@example.test> now\n`,
    ...data(Buffer.from(message)),
    ...(from === undefined ? [] : [`from refs/heads/${from}^0\n`]),
  ];
  for (const [path, content] of Object.entries(change)) {
    if (content === null) parts.push(`D ${path}\n`);
    else if (typeof content === 'string' || Buffer.isBuffer(content)) {
      parts.push(`M 100644 inline ${path}\n`, ...data(Buffer.from(content)));
    } else parts.push(`M 120000 inline ${path}\n`, ...data(Buffer.from(content.link)));
  }
  return Buffer.concat([...parts, 'get-mark :1\n'].map((part) => Buffer.from(part)));
}

const data = (bytes: Buffer) => [`data ${bytes.length}\n`, bytes, '\n'];
