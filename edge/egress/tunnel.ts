import { connect, type Socket } from 'node:net';
import { readHello } from '../../core/egress/client-hello.ts';
import type { Target, World } from './judge-target.ts';
import type { Passage } from './passage.ts';

const LONGEST_HELLO = 16 * 1024;
const HELLO_MS = 10_000;
const LAST_BYTES_MS = 5000;
const IDLE_MS = 60_000;

/**
 * Carries TLS between the agent and one host. The name in the first message must be the name that was asked for:
 * else one allowed name would open every host that shares its address.
 */
export async function tunnel(
  target: Target,
  agent: Socket,
  head: Buffer,
  passage: Passage,
  world: World,
): Promise<void> {
  passage.onEnd(() => {
    // What is already on its way to the agent arrives; nothing else does.
    agent.setTimeout(LAST_BYTES_MS, () => agent.destroy());
    agent.end(() => agent.destroy());
  });
  agent.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  const hello = await readFirst(agent, head);
  const problem = problemOf(hello, target.host);
  if (problem !== null) return passage.end(problem);
  // The run may have ended meanwhile, or used up its bytes.
  if (!passage.spend(hello.length, 'bytesOut')) return;
  passage.opened(target.address);
  carry(agent, connect({ host: target.address, port: world.port(target.port) }), hello, passage);
}

function problemOf(hello: Buffer, host: string): string | null {
  const said = readHello(hello);
  if (said.kind === 'hidden-server') return 'TLS hides which server it is for (encrypted client hello)';
  if (said.kind !== 'server') return 'the connection does not begin with TLS that names its server';
  return said.name === host ? null : `TLS names another server, ${said.name.slice(0, 100)}`;
}

function carry(agent: Socket, host: Socket, hello: Buffer, passage: Passage): void {
  passage.onEnd(() => host.destroy());
  const pass = (bytes: Buffer, to: Socket, from: Socket) => {
    if (to.write(bytes)) return;
    from.pause();
    to.once('drain', () => from.resume());
  };
  for (const socket of [agent, host]) {
    socket.setTimeout(IDLE_MS, () => passage.end('nothing was said for a minute'));
    socket.on('error', (error: NodeJS.ErrnoException) => passage.end(`failed: ${error.code ?? 'error'}`));
    socket.on('end', () => passage.end('ended'));
    socket.on('close', () => passage.end('ended'));
  }
  host.once('connect', () => {
    pass(hello, host, agent);
    agent.on('data', (bytes: Buffer) => {
      if (passage.spend(bytes.length, 'bytesOut')) pass(bytes, host, agent);
    });
    agent.resume();
  });
  host.on('data', (bytes: Buffer) => {
    if (passage.spend(bytes.length, 'bytesIn')) pass(bytes, agent, host);
  });
}

/** The first bytes of the agent, until they hold a whole ClientHello or cannot become one. */
function readFirst(agent: Socket, head: Buffer): Promise<Buffer> {
  return new Promise((resolve) => {
    let bytes = head;
    const settle = () => {
      clearTimeout(timer);
      agent.pause();
      agent.off('data', take);
      agent.off('close', settle);
      agent.off('end', settle);
      resolve(bytes);
    };
    const take = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      if (bytes.length > LONGEST_HELLO || readHello(bytes).kind !== 'incomplete') settle();
    };
    const timer = setTimeout(settle, HELLO_MS);
    agent.on('close', settle);
    agent.on('end', settle);
    agent.on('data', take);
    take(Buffer.alloc(0));
  });
}
