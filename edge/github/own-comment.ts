import { call } from './call.ts';
import { pagesOf, type PageWanted } from './pages.ts';
import type { RepositoryName, Request } from './request.ts';

const PAGES = 5;

/**
 * A comment that this App wrote or edited since `since` (ISO time) and whose text `isIt` recognises; null
 * when there is none among the first five hundred. That it comes from a bot is not enough where anybody
 * could make a bot repeat the text.
 */
export async function findOwnComment(
  request: Request,
  name: RepositoryName,
  issueNumber: number,
  search: { appId: number; since: string; isIt: (body: string) => boolean },
): Promise<{ id: number } | null> {
  const ask = (page: PageWanted) =>
    call(
      request,
      `look for our comment on #${issueNumber}`,
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...name, issue_number: issueNumber, since: search.since, ...page },
    );
  for await (const comments of pagesOf(ask, PAGES)) {
    const ours = comments.find(
      (comment) =>
        comment.user?.type === 'Bot' &&
        Number(comment.performed_via_github_app?.id) === search.appId &&
        search.isIt(String(comment.body)),
    );
    if (ours) return { id: Number(ours.id) };
  }
  return null;
}
