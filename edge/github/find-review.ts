import { call } from './call.ts';
import { pagesOf, type PageWanted } from './pages.ts';
import type { RepositoryName, Request } from './request.ts';

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
  const ask = (page: PageWanted) =>
    call(
      request,
      `look for our review of #${pullNumber}`,
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      { ...name, pull_number: pullNumber, ...page },
    );
  for await (const reviews of pagesOf(ask, PAGES)) {
    const ours = reviews.find((review) => review.user?.type === 'Bot' && isIt(String(review.body)));
    if (ours) return { id: Number(ours.id), url: String(ours.html_url) };
  }
  return null;
}
