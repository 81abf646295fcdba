import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomId } from '../../edge/keys/digest.ts';
import { askPage, donePage } from './pages.ts';

/** A page on this machine that leads to GitHub and back. */
export type Waiting = {
  /** Open this in a browser of this machine. */
  url: string;
  /** The code that GitHub sends the browser back with; null when nobody came in time. */
  code: Promise<string | null>;
  /** Ends the waiting. */
  close(): void;
};

/** A code of GitHub's, as it goes into a path of its API. */
const CODE = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Listens on loopback only, and answers only whoever knows the address: its path cannot be guessed, a name that
 * leads here from elsewhere is refused by its Host header, and a code counts only together with the state that went
 * out.
 */
export async function waitForCode(given: {
  /** The page of GitHub that takes manifests. */
  action: string;
  manifest: (redirectUrl: string) => Promise<object>;
  milliseconds: number;
}): Promise<Waiting> {
  const state = randomId();
  const path = `/${randomId()}`;
  let found: (code: string | null) => void = () => {};
  const code = new Promise<string | null>((resolve) => (found = resolve));
  const server = createServer((request, response) => {
    const told = readReturn(request, origin, state);
    if (isFor(request, origin, path)) return sayPage(response, 200, start, given.action);
    if (told === null) return sayPage(response, 404, donePage('Not here', 'This is not the right address.'));
    sayPage(
      response,
      200,
      donePage('The App is made', 'You can close this page: the terminal tells the rest.'),
    );
    found(told);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const start = askPage(`${given.action}?state=${state}`, await given.manifest(`http://${origin}/made`));
  const timer = setTimeout(() => found(null), given.milliseconds);
  const close = (): void => {
    clearTimeout(timer);
    found(null);
    server.close();
    server.closeIdleConnections();
  };
  return { url: `http://${origin}${path}`, code, close };
}

function isFor(request: IncomingMessage, origin: string, path: string): boolean {
  return request.method === 'GET' && request.headers.host === origin && request.url === path;
}

/** The code, if this is GitHub's answer to what we asked. */
function readReturn(request: IncomingMessage, origin: string, state: string): string | null {
  if (request.method !== 'GET' || request.headers.host !== origin) return null;
  const url = new URL(request.url ?? '/', `http://${origin}`);
  if (url.pathname !== '/made') return null;
  const code = url.searchParams.get('code') ?? '';
  return CODE.test(code) && isSame(url.searchParams.get('state') ?? '', state) ? code : null;
}

function isSame(given: string, wanted: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(wanted)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function sayPage(response: ServerResponse, status: number, html: string, action?: string): void {
  const form = action === undefined ? "'none'" : new URL(action).origin;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; form-action ${form}; frame-ancestors 'none'; base-uri 'none'`,
    connection: 'close',
  });
  response.end(html);
}
