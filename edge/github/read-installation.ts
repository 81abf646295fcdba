import { call, statusOf } from './call.ts';
import type { Json, RepositoryName, Request } from './request.ts';

/** What an App, or an installation of it, may do and hears of. */
export type Grants = { permissions: Readonly<Record<string, string>>; events: readonly string[] };

/** The App itself. `request` holds its own token. */
export async function readApp(request: Request): Promise<Grants & { slug: string; url: string }> {
  const { data } = await call(request, 'read the App', 'GET /app', {});
  return { ...grantsIn(data), slug: String(data.slug), url: String(data.html_url) };
}

/** The App's installation on a repository; null where it is not installed. `request` holds the App's own token. */
export async function readInstallation(
  request: Request,
  name: RepositoryName,
): Promise<(Grants & { id: number; suspended: boolean }) | null> {
  try {
    const { data } = await call(
      request,
      'read the installation',
      'GET /repos/{owner}/{repo}/installation',
      name,
    );
    return { ...grantsIn(data), id: Number(data.id), suspended: Boolean(data.suspended_at) };
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

function grantsIn(data: Json): Grants {
  const permissions = Object.entries((data.permissions ?? {}) as Record<string, unknown>);
  return {
    permissions: Object.fromEntries(permissions.map(([name, level]) => [name, String(level)])),
    events: Array.isArray(data.events) ? data.events.map(String) : [],
  };
}
