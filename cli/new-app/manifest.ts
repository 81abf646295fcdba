import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../lab/package-root.ts';

/** What is different for each App that is made from `app.yml`. */
export type AppWishes = {
  name: string | undefined;
  /** `https://host`, where GitHub reaches the app. */
  host: string;
  /** Where GitHub sends the browser with the code. */
  redirectUrl: string;
};

const Manifest = z.strictObject({
  name: z.string().min(1).max(34),
  description: z.string(),
  url: z.url(),
  public: z.boolean(),
  hook_attributes: z.strictObject({ url: z.url(), active: z.boolean() }),
  default_permissions: z.record(z.string(), z.enum(['read', 'write'])),
  default_events: z.array(z.string()),
});

export type AppManifest = z.infer<typeof Manifest>;

/** What `app.yml` says. Throws when the file is damaged. */
export async function appManifest(): Promise<AppManifest> {
  return Manifest.parse(parse(await readFile(join(packageRoot, 'app.yml'), 'utf8')));
}

/** The manifest that GitHub is sent: `app.yml` with the wishes in it. Throws when the file is damaged. */
export async function manifestFor({ name, host, redirectUrl }: AppWishes) {
  const manifest = await appManifest();
  return {
    ...manifest,
    ...(name === undefined ? {} : { name }),
    hook_attributes: { url: `${host}/api/github/webhooks`, active: true },
    redirect_url: redirectUrl,
  };
}
