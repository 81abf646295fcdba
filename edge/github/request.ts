/** GitHub's JSON. Its readers in this folder pick single fields out of it and coerce each one. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Json = any;

/**
 * One call to GitHub's REST API: `octokit.request`'s shape. Whoever makes it has put the token and the
 * base URL in; nothing in this folder knows either.
 */
export type Request = (
  route: string,
  params?: Record<string, unknown>,
) => Promise<{ status: number; data: Json; headers: Record<string, string | number | undefined> }>;

/** A repository as it appears in a route. */
export type RepositoryName = { owner: string; repo: string };

/** A repository's name from `owner/repo`, as GitHub writes it in one word. */
export function nameOf(fullName: string): RepositoryName {
  const [owner = '', repo = ''] = fullName.split('/');
  return { owner, repo };
}
