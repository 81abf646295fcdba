import { patchesBetween } from './git-diff.ts';
import type { Issue, Review, ReviewComment } from './state.ts';

/**
 * The line that a comment of a review stands at in the pull request as it is now; null when what it was about has
 * changed since, which GitHub calls outdated. Deleted lines are the base's, which here stays as it is.
 */
export async function lineNow(
  issue: Issue,
  review: Review,
  { path, line, side }: ReviewComment,
): Promise<number | null> {
  const head = issue.pull?.head.sha ?? review.commit;
  if (side === 'LEFT' || head === review.commit) return line;
  const patch = (await patchesBetween(issue.repository, review.commit, head)).get(path);
  return patch === undefined ? line : moved(patch, line);
}

function moved(patch: string, line: number): number | null {
  let [left, shift] = [0, 0];
  for (const row of patch.split('\n')) {
    const start = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@/.exec(row)?.[1];
    if (start !== undefined) {
      left = Number(start);
      if (line < left) return line + shift;
    } else if (row.startsWith('+')) shift += 1;
    else {
      if (left === line) return row.startsWith('-') ? null : line + shift;
      if (row.startsWith('-')) shift -= 1;
      left += 1;
    }
  }
  return line + shift;
}
