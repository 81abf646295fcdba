import { cagePaths } from './cage-paths.ts';

/** A way from a port of the cage's own loopback to a socket that leads out of the cage. */
export type Bridge = { port: number; socket: string };

/**
 * Starts each bridge, waits until it listens (five seconds at most; without it the CLI fails by itself) and then
 * becomes the CLI. A constant: ports, sockets and arguments are handed to it, never written into it. `socat` is
 * what the CLI's own sandbox needs, too.
 */
const WITH_BRIDGES = `
while [ "$1" != -- ]; do
  socat "TCP-LISTEN:$1,bind=127.0.0.1,fork,reuseaddr,max-children=64" "UNIX-CONNECT:$2" </dev/null >/dev/null 2>&1 &
  printf -v listening '0100007F:%04X 00000000:0000 0A' "$1"
  for try in {1..100}; do
    [[ $(</proc/net/tcp) == *"$listening"* ]] && break
    sleep 0.05
  done
  shift 2
done
shift
exec "$@"
`;

/** The words that run inside the cage: the CLI, behind its bridges when there are any. */
export function insideCage(argv: readonly string[], bridges: readonly Bridge[]): string[] {
  const cli = [cagePaths.claude, ...argv];
  if (bridges.length === 0) return cli;
  const pairs = bridges.flatMap(({ port, socket }) => [String(port), socket]);
  return ['/bin/bash', '-c', WITH_BRIDGES, 'bridges', ...pairs, '--', ...cli];
}

/** How the CLI reaches the broker: by a unix socket it knows of, or by a port and a bridge. */
export type Transport = 'socket' | 'bridge';

const EGRESS_PORT = 3128;
const API_PORT = 8787;

/** The bridges of one run. */
export function bridgesOf(transport: Transport, hasEgress: boolean): Bridge[] {
  return [
    ...(transport === 'bridge' ? [{ port: API_PORT, socket: cagePaths.socket }] : []),
    ...(hasEgress ? [{ port: EGRESS_PORT, socket: cagePaths.egressSocket }] : []),
  ];
}

/** The variables by which the CLI finds the broker. */
export function brokerAddress(transport: Transport): Record<string, string> {
  return transport === 'bridge'
    ? { ANTHROPIC_BASE_URL: `http://127.0.0.1:${API_PORT}` }
    : { ANTHROPIC_BASE_URL: 'http://api.local', ANTHROPIC_UNIX_SOCKET: cagePaths.socket };
}

/** What the CLI's own sandbox is told of the way out: nothing, or the proxy that knows the hosts. */
export function sandboxNetwork(hosts: readonly string[]) {
  return {
    allowedDomains: [...hosts],
    strictAllowlist: true,
    ...(hosts.length === 0 ? {} : { httpProxyPort: EGRESS_PORT }),
  };
}

/** The variables by which the CLI itself finds the proxy; the broker is on this side of it. */
export const egressAddress: Readonly<Record<string, string>> = {
  HTTPS_PROXY: `http://127.0.0.1:${EGRESS_PORT}`,
  NO_PROXY: '127.0.0.1,api.local',
};
