import { askOnce } from './git-answers.ts';
import type { Repository } from './state.ts';

/** One file that differs between two commits, in the API's words. */
export type ChangedFile = {
  path: string;
  /** Its blob; of a removed file the one that it had. */
  sha: string;
  status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  additions: number;
  deletions: number;
  /** What a renamed file was called. */
  previous: string | null;
};

/** The commit that two others both grew from; null when there is none. */
export async function mergeBase(repository: Repository, base: string, head: string): Promise<string | null> {
  return (await askOnce(repository, ['merge-base', base, head]))?.trim() ?? null;
}

/** The commits that `head` has and `base` has not, oldest first. */
export async function commitsBetween(repository: Repository, base: string, head: string): Promise<string[]> {
  const list = (await askOnce(repository, ['rev-list', '--reverse', `${base}..${head}`])) ?? '';
  return list.split('\n').filter((line) => line !== '');
}

/** What a pull request changes: the files that differ between `head` and where it left `base`. */
export async function filesBetween(
  repository: Repository,
  base: string,
  head: string,
): Promise<ChangedFile[]> {
  const range = ['-z', '-M', `${base}...${head}`];
  const raw = (await askOnce(repository, ['diff', '--raw', '--no-abbrev', ...range])) ?? '';
  const numbers = readNumbers((await askOnce(repository, ['diff', '--numstat', ...range])) ?? '');
  const fields = raw.split('\0');
  const files: ChangedFile[] = [];
  for (let at = 0; at + 1 < fields.length;) {
    const [, , before = '', after = '', letter = ''] = (fields[at] ?? '').split(' ');
    const renamed = letter.startsWith('R');
    const path = fields[at + (renamed ? 2 : 1)] ?? '';
    const [additions, deletions] = numbers.get(path) ?? [0, 0];
    files.push({
      path,
      sha: letter === 'D' ? before : after,
      status: statusOf(letter, before === after),
      additions,
      deletions,
      previous: renamed ? (fields[at + 1] ?? null) : null,
    });
    at += renamed ? 3 : 2;
  }
  return files;
}

/** The same as a unified diff. */
export async function diffBetween(repository: Repository, base: string, head: string): Promise<string> {
  const range = ['-M', '--no-color', '--src-prefix=a/', '--dst-prefix=b/', `${base}...${head}`];
  return (await askOnce(repository, ['diff', ...range])) ?? '';
}

/** GitHub shows no larger change of one file, and takes no comments there. */
const LONGEST = { lines: 20_000, characters: 500_000 };

/**
 * The hunks of each changed file, as the API shows them, by path. Files that have none to show are missing. Nothing in
 * a hunk begins a line as the head of a file does.
 */
export async function patchesBetween(
  repository: Repository,
  base: string,
  head: string,
): Promise<Map<string, string>> {
  const files = await filesBetween(repository, base, head);
  const sections = (await diffBetween(repository, base, head)).split(/^(?=diff --git )/m);
  const shown = files.flatMap(({ path }, at): [string, string][] => {
    const section = sections[at] ?? '';
    const start = section.search(/^@@ /m);
    const patch = start === -1 ? '' : section.slice(start).replace(/\n$/, '');
    const fits = patch.length <= LONGEST.characters && patch.split('\n').length <= LONGEST.lines;
    return patch !== '' && fits ? [[path, patch]] : [];
  });
  return new Map(shown);
}

function statusOf(letter: string, sameBytes: boolean): ChangedFile['status'] {
  if (letter === 'A') return 'added';
  if (letter === 'D') return 'removed';
  if (letter.startsWith('R')) return 'renamed';
  return letter === 'M' && !sameBytes ? 'modified' : 'changed';
}

/** Lines added and deleted, by path; none of a binary file. */
function readNumbers(numstat: string): Map<string, [number, number]> {
  const numbers = new Map<string, [number, number]>();
  const fields = numstat.split('\0');
  for (let at = 0; at + 1 < fields.length;) {
    const [added, deleted, path = ''] = (fields[at] ?? '').split('\t');
    const renamed = path === '';
    numbers.set(renamed ? (fields[at + 2] ?? '') : path, [Number(added) || 0, Number(deleted) || 0]);
    at += renamed ? 3 : 1;
  }
  return numbers;
}
