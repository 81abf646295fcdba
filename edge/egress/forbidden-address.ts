import { BlockList, isIP } from 'node:net';

/** IANA's special-purpose registries, multicast, and the addresses where clouds answer their own machines. */
const IPV4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
  '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3', '168.63.129.16/32', '100.100.100.200/32',
]; // prettier-ignore
/** Within the global 2000::/3: tunnels that carry another address, documentation, and benchmarks. */
const IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'];

const blocked = new BlockList();
for (const [subnets, family] of [
  [IPV4, 'ipv4'],
  [IPV6, 'ipv6'],
] as const) {
  for (const subnet of subnets) {
    const [network = '', prefix = ''] = subnet.split('/');
    blocked.addSubnet(network, Number(prefix), family);
  }
}
const internet = new BlockList();
internet.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is one that no agent may reach: not a public address of the internet. */
export function isForbiddenAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return blocked.check(address, 'ipv4');
  // All that carries an IPv4 address inside lies outside of the global addresses or is blocked above.
  if (family === 6) return !internet.check(address, 'ipv6') || blocked.check(address, 'ipv6');
  return true;
}
