import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createNodeMiddleware, Probot } from 'probot';
import { silentLog } from '../app/silent-log.ts';
import { generateAppKeys } from '../lab/github/keys.ts';

/** The peer of `npm run bench -- webhooks`: an app that checks signatures, keeps nothing and does nothing. */
const [, , secret = ''] = process.argv;
const probot = new Probot({
  appId: 1,
  privateKey: generateAppKeys().privateKey,
  secret,
  log: silentLog,
});
const middleware = await createNodeMiddleware(
  (app) => {
    app.on('issue_comment.created', async () => {});
  },
  { probot },
);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit();
}, 1000).unref();
const server = createServer((request, response) => void middleware(request, response));
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`pid ${process.pid}\n`);
  process.stdout.write(`listening http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
