import { chmod } from 'node:fs/promises';
import type { Server } from 'node:net';

/** Where a server listens, and who may connect: the mode of the socket, its owner alone when absent. */
export type SocketPlace = { socketPath: string; socketMode?: number };

/** Lets a server listen on a unix socket that nobody but those of its mode can ever connect to. */
export async function listenPrivately(
  server: Server,
  { socketPath, socketMode = 0o600 }: SocketPlace,
): Promise<void> {
  // The socket is born closed to others: between its birth and a chmod anybody could connect.
  const before = process.umask(0o177);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(socketPath, resolve);
      process.umask(before);
    });
  } finally {
    process.umask(before);
  }
  await chmod(socketPath, socketMode);
}
