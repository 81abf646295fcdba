import { randomBytes } from 'node:crypto';
import type { Grants, User, World } from './state.ts';

const PAGE = /^\/(?:organizations\/([A-Za-z0-9-]+)\/)?settings\/apps\/new$/;
type Page = { status: number; headers: Record<string, string>; text: string };

/**
 * The page of GitHub that takes a manifest from a form. Whoever sends the form here has confirmed it, too. Null for
 * any other address.
 */
export function answerPage(world: World, method: string, url: URL, body: string): Page | null {
  const found = PAGE.exec(url.pathname);
  if (!found || method !== 'POST') return null;
  const manifest = readManifest(new URLSearchParams(body).get('manifest'));
  if (typeof manifest === 'string') return { status: 422, headers: {}, text: manifest };
  const owner =
    found[1] === undefined ? someone(world, 'mona', 'User') : someone(world, found[1], 'Organization');
  const code = randomBytes(20).toString('hex');
  const id = world.nextId();
  const slug = manifest.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  world.newApps.set(code, {
    id,
    slug,
    name: manifest.name,
    clientId: `Iv23lab${id}`,
    owner,
    bot: { id: world.nextId(), login: `${slug}[bot]`, type: 'Bot' },
    permissions: manifest.default_permissions,
    events: manifest.default_events,
    createdAt: world.now(),
  });
  const to = new URL(manifest.redirect_url);
  to.searchParams.set('code', code);
  const state = url.searchParams.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return { status: 302, headers: { location: to.href }, text: '' };
}

type Manifest = {
  name: string;
  redirect_url: string;
  default_permissions: Grants;
  default_events: string[];
};

/** The manifest, or GitHub's objection. */
function readManifest(text: string | null): Manifest | string {
  try {
    const given = JSON.parse(text ?? '') as Partial<Manifest> & { url?: unknown };
    const { name, redirect_url: redirect, default_permissions: permissions, default_events: events } = given;
    if (typeof name !== 'string' || typeof given.url !== 'string') return 'name and url are required';
    if (typeof redirect !== 'string' || !URL.canParse(redirect)) return 'redirect_url is invalid';
    return {
      name,
      redirect_url: redirect,
      default_permissions: permissions ?? {},
      default_events: events ?? [],
    };
  } catch {
    return 'the manifest is no JSON';
  }
}

function someone(world: World, login: string, type: User['type']): User {
  return world.users.get(login.toLowerCase()) ?? { id: world.nextId(), login, type };
}
