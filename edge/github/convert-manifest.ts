import { call } from './call.ts';
import type { Request } from './request.ts';

/** A GitHub App that was just made. Its secrets are told this once. */
export type MadeApp = {
  id: number;
  slug: string;
  /** Its page on GitHub, where it is installed. */
  htmlUrl: string;
  privateKey: string;
  webhookSecret: string;
};

/** Turns the code of the manifest flow into the App and its secrets: once, within the hour. */
export async function convertManifest(request: Request, code: string): Promise<MadeApp> {
  const { data } = await call(
    request,
    'get the keys of the new App',
    'POST /app-manifests/{code}/conversions',
    { code, request: { retries: 0 } },
  );
  return {
    id: Number(data.id),
    slug: String(data.slug),
    htmlUrl: String(data.html_url),
    privateKey: String(data.pem),
    webhookSecret: String(data.webhook_secret ?? ''),
  };
}
