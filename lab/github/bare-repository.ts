import { git, tryGit } from '../../edge/runner/git.ts';

/**
 * What a commit changes: a path to its content, to null where it is removed, to `{ link }` for a symlink and
 * `{ program }` for a file that can be run.
 */
export type Change = Record<string, string | Buffer | { link: string } | { program: string } | null>;

/** A commit on the branch `onto`, on top of the branch `from` if there is one; `author` is a name. */
export type NewCommit = { change: Change; onto: string; from?: string; message?: string; author?: string };

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
function streamOf({ change, onto, from, message = 'Change', author = 'Ada' }: NewCommit): Buffer {
  const parts: (string | Buffer)[] = [
    `commit refs/heads/${onto}\nmark :1\ncommitter ${nameOf(author)} <ada@example.test> now\n`,
    ...data(Buffer.from(message)),
    ...(from === undefined ? [] : [`from refs/heads/${from}^0\n`]),
  ];
  for (const [path, content] of Object.entries(change)) {
    const [mode, bytes] = fileOf(content);
    if (bytes === null) parts.push(`D ${quoted(path)}\n`);
    else parts.push(`M ${mode} inline ${quoted(path)}\n`, ...data(bytes));
  }
  return Buffer.concat([...parts, 'get-mark :1\n'].map((part) => Buffer.from(part)));
}

function fileOf(content: Change[string]): [mode: string, bytes: Buffer | null] {
  if (content === null) return ['', null];
  if (typeof content === 'string' || Buffer.isBuffer(content)) return ['100644', Buffer.from(content)];
  if ('link' in content) return ['120000', Buffer.from(content.link)];
  return ['100755', Buffer.from(content.program)];
}

/** What git itself leaves out of a name. */
function nameOf(author: string): string {
  return author.replaceAll(/[<>\n]/g, '').trim();
}

/** As git quotes paths: whatever signs are in one, it stays one. */
function quoted(path: string): string {
  return `"${path.replaceAll(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`;
}

const data = (bytes: Buffer) => [`data ${bytes.length}\n`, bytes, '\n'];
