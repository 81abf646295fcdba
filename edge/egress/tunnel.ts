import { connect, type Socket } from 'node:net';
import { readHello } from '../../core/egress/client-hello.ts';
import type { Egress, Target } from './proxy.ts';

const LONGEST_HELLO = 32 * 1024;
const HELLO_MS = 10_000;
const LAST_BYTES_MS = 5000;
const IDLE_MS = 60_000;

/**
 * Carries TLS between the agent and one host. The name in the first message must be the name that was asked for:
 * else one allowed name would open every host that shares its address.
 */
export async function tunnel(target: Target, agent: Socket, head: Buffer, egress: Egress): Promise<void> {
  const began = egress.now();
  const count = { bytesOut: 0, bytesIn: 0 };
  const end = (allowed: boolean, because: string) => {
    // What is already on its way to the agent arrives; nothing else does.
    agent.setTimeout(LAST_BYTES_MS, () => agent.destroy());
    agent.end(() => agent.destroy());
    egress.onEvent({ ...target, ...count, allowed, because, durationMs: Math.round(egress.now() - began) });
  };
  agent.write('HTTP/1.1 200 Connection Established\r\n\r\n');
  const hello = await readFirst(agent, head);
  const said = readHello(hello);
  if (said.kind !== 'server')
    return end(false, 'the connection does not begin with TLS that names its server');
  if (said.name !== target.host) return end(false, `TLS names another server, ${said.name.slice(0, 100)}`);
  const host = connect({ host: target.address, port: egress.world.port(target.port) });
  const stop = (why: string) => {
    host.destroy();
    end(true, why);
  };
  const done = once(stop);
  const carry = (bytes: Buffer, way: keyof typeof count, to: Socket, from: Socket) => {
    count[way] += bytes.length;
    if (!egress.spend(bytes.length)) return done('the run has moved all the bytes that it may');
    if (!to.write(bytes)) {
      from.pause();
      to.once('drain', () => from.resume());
    }
  };
  for (const socket of [agent, host]) {
    socket.setTimeout(IDLE_MS, () => done('nothing was said for a minute'));
    socket.on('error', (error: NodeJS.ErrnoException) => done(`failed: ${error.code ?? 'error'}`));
    socket.on('end', () => done('ended'));
    socket.on('close', () => done('ended'));
  }
  host.once('connect', () => {
    carry(hello, 'bytesOut', host, agent);
    agent.on('data', (bytes: Buffer) => carry(bytes, 'bytesOut', host, agent));
    agent.resume();
  });
  host.on('data', (bytes: Buffer) => carry(bytes, 'bytesIn', agent, host));
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

function once(work: (why: string) => void): (why: string) => void {
  let done = false;
  return (why) => {
    if (!done) {
      done = true;
      work(why);
    }
  };
}
