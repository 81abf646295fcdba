import { readDiffLines, type DiffLines } from '../../core/output/diff-lines.ts';
import { call } from './call.ts';
import { readPull } from './pulls.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/**
 * The lines that GitHub itself shows of what a pull request changed up to a commit of it, where alone it takes
 * comments: fewer than the change has, since files beyond the three-hundredth and very large ones are not shown. Null
 * when there is no such pull request.
 */
export async function readShownLines(
  request: Request,
  name: RepositoryName,
  number: number,
  head: string,
): Promise<DiffLines | null> {
  const pull = await readPull(request, name, number);
  if (pull === null) return null;
  const { data } = await call(
    request,
    `read what GitHub shows of #${number}`,
    'GET /repos/{owner}/{repo}/compare/{basehead}',
    { ...name, basehead: `${pull.baseSha}...${head}` },
  );
  return readDiffLines((data.files as Record<string, Json>[]).map(sectionOf).join('\n'));
}

/** A file of the list, as git prints it. */
function sectionOf({ filename, patch }: Record<string, Json>): string {
  const path = String(filename);
  // A name that git would quote is one that no comment may have.
  if (typeof patch !== 'string' || /[\p{Cc}"\\]/u.test(path)) return '';
  return `diff --git\n--- a/${path}\n+++ b/${path}\n${patch}`;
}
