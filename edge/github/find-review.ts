import { call } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

const PAGE = 100;
const PAGES = 30;

/**
 * A review of a pull request that a bot wrote and that `isIt` recognises by its text; null when there is none among the
 * first three thousand. GitHub does not say through which App a review came, so the text has to prove it.
 */
export async function findReview(
  request: Request,
  name: RepositoryName,
  pullNumber: number,
  isIt: (body: string) => boolean,
): Promise<{ id: number; url: string } | null> {
  for (let page = 1; page <= PAGES; page += 1) {
    const { data } = await call(
      request,
      `look for our review of #${pullNumber}`,
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      { ...name, pull_number: pullNumber, per_page: PAGE, page },
    );
    const reviews = data as Record<string, Json>[];
    const ours = reviews.find((review) => review.user?.type === 'Bot' && isIt(String(review.body)));
    if (ours) return { id: Number(ours.id), url: String(ours.html_url) };
    if (reviews.length < PAGE) return null;
  }
  return null;
}
