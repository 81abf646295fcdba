import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that listens: `http://127.0.0.1:3000`. */
export type Listening = { url: string; close(): Promise<void> };

/**
 * Listens (`port` 0 picks a free one). Closed, it takes nobody any more, and ends the connections on which nothing is
 * asked; with `hangsUp`, all.
 */
export async function listenOn(
  server: Server,
  { host, port }: { host: string; port: number },
  { hangsUp = false } = {},
): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if (hangsUp) server.closeAllConnections();
        else server.closeIdleConnections();
      }),
  };
}
