import { call } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

const PAGE = 100;
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
  for (let page = 1; page <= PAGES; page += 1) {
    const { data } = await call(
      request,
      `look for our comment on #${issueNumber}`,
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { ...name, issue_number: issueNumber, since: search.since, per_page: PAGE, page },
    );
    const comments = data as Record<string, Json>[];
    const ours = comments.find(
      (comment) =>
        comment.user?.type === 'Bot' &&
        Number(comment.performed_via_github_app?.id) === search.appId &&
        search.isIt(String(comment.body)),
    );
    if (ours) return { id: Number(ours.id) };
    if (comments.length < PAGE) return null;
  }
  return null;
}
