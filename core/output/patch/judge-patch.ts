import { shownPath } from '../../policy/describe.ts';
import { utf8 } from '../../redact/known/bytes.ts';
import { refuse, type Refusal } from '../../refusal.ts';
import { entryAt, foldersAbove, MODES, type BaseTree } from './base-tree.ts';
import type { PatchFile } from './patch-file.ts';
import { pathProblem } from './path-problem.ts';
import { findTwins } from './twins.ts';

/** What a change is held against. `mayWrite`: whether the agent's profile lets it write there. */
export type PatchFacts = {
  readonly base: BaseTree;
  readonly limits: { readonly files: number; readonly max_kb: number };
  readonly mayWrite: (path: string) => boolean;
};

/** Marks that turn the direction of writing: a reader sees other code than a compiler. */
const TURNING = /[\u202A-\u202E\u2066-\u2069]/;

/**
 * Judges a change as a whole: all of it, or why nothing. It touches plain text files alone, in places that the profile
 * lets the agent write, under names that mean the same file on every system.
 */
export function judgePatch(files: readonly PatchFile[], facts: PatchFacts): Refusal | null {
  const { limits } = facts;
  if (files.length === 0)
    return patchRefusal('nothing was changed', 'Ask for a change, or for an answer in words.');
  const tooMany = tooManyFiles(files.length, limits);
  if (tooMany !== null) return tooMany;
  const bytes = files.reduce((sum, file) => sum + sizeOf(file, facts.base), 0);
  if (bytes > limits.max_kb * 1000)
    return patchRefusal(
      `its files take ${Math.ceil(bytes / 1000)} kB and may take ${limits.max_kb} kB, each counted as it was or as it is, whichever is more`,
      'Ask for less at a time, or raise `max_kb` of the output `patch`.',
    );
  const twins = findTwins(files, facts.base);
  const problems = files.flatMap((file) => {
    const problem = problemOf(file, facts) ?? twins.get(file.path) ?? null;
    return problem === null ? [] : [{ path: file.path, problem }];
  });
  return problems.length === 0 ? null : refusalOf(problems);
}

/** Refuses a change of so many files, if they are more than it may have: nobody has to read them for that. */
export function tooManyFiles(count: number, limits: PatchFacts['limits']): Refusal | null {
  if (count <= limits.files) return null;
  return patchRefusal(
    `it changes ${count} files and may change ${limits.files}`,
    'Ask for less at a time, or raise `files` of the output `patch`.',
  );
}

/** Why a change is refused: the first of what is wrong with its files, and how many more there are. */
export function refusalOf(problems: readonly { path: string; problem: string }[]): Refusal {
  const shown = problems.slice(0, 3).map(({ path, problem }) => `${quoted(path)} ${problem}`);
  const more = problems.length > 3 ? `, and ${problems.length - 3} more` : '';
  return patchRefusal(
    `${shown.join('; ')}${more}`,
    'Ask for the change without it; a person can add that part.',
  );
}

/** A refusal of a change, in words that go on from a colon. */
export function patchRefusal(why: string, remedy: string): Refusal {
  return refuse('patch-refused', `The patch is refused as a whole: ${why}.`, remedy);
}

/** A path as it is shown: nothing in it can hide or turn what stands beside it. */
function quoted(path: string): string {
  const plain = shownPath(path.toWellFormed()).replaceAll(
    /[\p{C}\p{Default_Ignorable_Code_Point}]/gu,
    (found) => `\\u{${(found.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return `\`${plain.replaceAll('`', "'")}\``;
}

function sizeOf({ path, content }: PatchFile, base: BaseTree): number {
  const before = entryAt(base, path)?.size ?? 0;
  return Math.max(before, content === null ? 0 : utf8(content).length);
}

function problemOf(file: PatchFile, { base, mayWrite }: PatchFacts): string | null {
  return (
    pathProblem(file.path) ??
    (mayWrite(file.path) ? null : "is none of the paths that the agent's profile lets it write") ??
    surroundingsProblem(file.path, base) ??
    entryProblem(file, base) ??
    (file.content === null ? null : contentProblem(file.content))
  );
}

function surroundingsProblem(path: string, base: BaseTree): string | null {
  for (const folder of foldersAbove(path).slice(1)) {
    const mode = entryAt(base, folder)?.mode;
    if (mode !== undefined && mode !== MODES.folder) return `lies below ${nounOf(mode)}`;
  }
  return null;
}

function entryProblem({ path, mode }: PatchFile, base: BaseTree): string | null {
  const before = entryAt(base, path)?.mode;
  if (before === undefined) {
    if (mode === null) return 'is to be deleted and is not there';
    return mode === MODES.file ? null : 'is a new file that may be executed';
  }
  if (before !== MODES.file && before !== MODES.program) return `is ${nounOf(before)}`;
  return mode === MODES.program && before !== mode ? 'is made a file that may be executed' : null;
}

function nounOf(mode: string): string {
  switch (mode) {
    case MODES.link:
      return 'a symbolic link';
    case MODES.submodule:
      return 'a submodule';
    case MODES.folder:
      return 'a folder';
    default:
      return 'a file';
  }
}

function contentProblem(content: string): string | null {
  if (!content.isWellFormed() || content.includes('\0')) return 'is no text';
  return TURNING.test(content) ? 'holds marks that turn the direction of writing' : null;
}
