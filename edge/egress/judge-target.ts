import { isIPv4 } from 'node:net';
import { isAllowedHost, type HostPattern } from '../../core/egress/host.ts';

/** What tests put in the place of the world. */
export type World = {
  lookup: (host: string) => Promise<string[]>;
  isForbidden: (address: string) => boolean;
  /** The port to connect to for one that was asked for. */
  port: (asked: number) => number;
};

/** A target that was judged: connect to this address and to no other. */
export type Target = { host: string; port: number; address: string };

/** Different names that one run may have looked up: a name carries bytes to whoever answers for its domain. */
const MOST_NAMES = 100;

/** Makes the judge of one run's targets. Its refusals are phrases; what is refused is not looked up. */
export function makeJudge(patterns: readonly HostPattern[], world: World) {
  const names = new Set<string>();
  return async ({ host, port }: { host: string; port: number }, open: number): Promise<Target | string> => {
    if (!isAllowedHost(host, patterns)) return "the host is not in the agent's egress";
    if (port !== open) return `port ${port} is not open`;
    const name = host.toLowerCase();
    if (names.size >= MOST_NAMES && !names.has(name)) return `the run has asked for ${MOST_NAMES} names`;
    names.add(name);
    const addresses = await world.lookup(name).catch(() => []);
    const inside = addresses.find((one) => world.isForbidden(one));
    if (inside !== undefined) return `the name leads to ${inside}, which is not on the internet`;
    // Every machine that runs jobs speaks IPv4; many have no IPv6.
    const address = addresses.find((one) => isIPv4(one)) ?? addresses[0];
    return address === undefined ? 'the name has no address' : { host: name, port, address };
  };
}
