import { randomBytes } from 'node:crypto';
import { notFound, type Answer } from '../answer.ts';
import { generateAppKeys } from '../keys.ts';
import { appJson } from '../nouns/app.ts';
import type { OpenCall, OpenRoute } from './route.ts';

/** The end of the manifest flow: a code becomes an App, once. */
export const MANIFEST_ROUTES: readonly OpenRoute[] = [
  { name: 'POST /app-manifests/{code}/conversions', needs: 'nothing', handle: convert },
];

function convert({ world, params }: OpenCall): Answer {
  const code = String(params['code']);
  const app = world.newApps.get(code);
  if (!app) throw notFound();
  world.newApps.delete(code);
  const secret = () => randomBytes(20).toString('hex');
  const secrets = { client_secret: secret(), webhook_secret: secret(), pem: generateAppKeys().privateKey };
  return { status: 201, body: { ...appJson(world, app), ...secrets } };
}
