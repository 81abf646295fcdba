import type { Bot } from '../../core/output/patch/patch-words.ts';
import { call } from './call.ts';
import type { Request } from './request.ts';

/** The account that the App acts as. `asApp` holds the App's own token, `request` any. */
export async function readBot(asApp: Request, request: Request): Promise<Bot> {
  const { data: app } = await call(asApp, 'read the App', 'GET /app', {});
  const username = `${String(app.slug)}[bot]`;
  const { data } = await call(request, `read the account ${username}`, 'GET /users/{username}', { username });
  return { login: String(data.login), id: Number(data.id) };
}
