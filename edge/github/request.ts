/**
 * One call to GitHub's REST API: `octokit.request`'s shape. Whoever makes it has put the token and the
 * base URL in; nothing in this folder knows either.
 */
export type Request = (
  route: string,
  params?: Record<string, unknown>,
  // oxlint-disable-next-line typescript/no-explicit-any
) => Promise<{ status: number; data: any; headers: Record<string, string | number | undefined> }>;

/** A repository as it appears in a route. */
export type RepositoryName = { owner: string; repo: string };
