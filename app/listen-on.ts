import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens (`port` 0 picks a free one) and resolves to the address: `http://127.0.0.1:3000`. */
export async function listenOn(
  server: Server,
  { host, port }: { host: string; port: number },
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: chosen } = server.address() as AddressInfo;
  return `http://${host.includes(':') ? `[${host}]` : host}:${chosen}`;
}
