import type { Json } from './request.ts';

/** Entries of a full page: GitHub gives no more at a time. */
export const PAGE = 100;

/** Which page of a list is asked for, as GitHub takes it. */
export type PageWanted = { per_page: number; page: number };

/**
 * The pages of a list, one after the other for as long as somebody takes them: until one that is not full, and `most` of
 * them at most. Throws what `ask` throws.
 */
export async function* pagesOf(
  ask: (wanted: PageWanted) => Promise<{ data: Json }>,
  most: number,
): AsyncGenerator<Record<string, Json>[], void> {
  for (let page = 1; page <= most; page += 1) {
    const { data } = await ask({ per_page: PAGE, page });
    const entries = data as Record<string, Json>[];
    yield entries;
    if (entries.length < PAGE) return;
  }
}
