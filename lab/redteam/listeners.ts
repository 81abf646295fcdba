import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** What somebody sent to a place where nobody of ours has business. */
export type Caught = { where: 'tcp' | 'dns' | 'socket'; text: string };

export type Listeners = {
  caught: Caught[];
  /** Also speaks HTTP: every request is answered with an empty page. */
  tcp: number;
  dns: number;
  /** Listens on one more unix socket, such as a stand-in of docker's. */
  socket(path: string): Promise<void>;
  close(): Promise<void>;
};

const MOST_BYTES = 1024 * 1024;
const ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}';

/** Whether what arrived is a request of HTTP. */
export function isHttp(text: string): boolean {
  return /^[A-Z]+ [^\n]* HTTP\/1/.test(text);
}

/** Opens listeners on free ports of the loopback interface, in both families, that keep whatever arrives. */
export async function openListeners(): Promise<Listeners> {
  const caught: Caught[] = [];
  const servers: Server[] = [];
  const sockets = new Set<Socket>();
  const serve = (where: Caught['where']) => {
    const server = createServer((socket) => {
      sockets.add(socket);
      const entry: Caught = { where, text: '' };
      caught.push(entry);
      socket.on('data', (chunk) => {
        if (entry.text.length < MOST_BYTES) entry.text += chunk.toString('latin1');
        // A handshake of TLS that nobody answers is waited for.
        if (entry.text.startsWith('\x16')) socket.destroy();
        if (isHttp(entry.text)) socket.end(ANSWER);
      });
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
    servers.push(server);
    return server;
  };
  const tcp = serve('tcp').listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const { port } = tcp.address() as AddressInfo;
  await onBothFamilies(serve('tcp'), port);
  const dns = createSocket('udp4');
  dns.on('message', (message) => caught.push({ where: 'dns', text: message.toString('latin1') }));
  dns.bind(0, '127.0.0.1');
  await once(dns, 'listening');
  return {
    caught,
    tcp: port,
    dns: dns.address().port,
    async socket(path) {
      await once(serve('socket').listen({ path, readableAll: true, writableAll: true }), 'listening');
    },
    async close() {
      dns.close();
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
    },
  };
}

/** The same port of the other family, where there is one. */
async function onBothFamilies(server: Server, port: number): Promise<void> {
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve());
    server.listen(port, '::1', resolve);
  });
}
