/** IANA's special-purpose registries, multicast, and the addresses where clouds answer their own machines. */
const IPV4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.0.0.0/24',
  '192.0.2.0/24', '192.31.196.0/24', '192.52.193.0/24', '192.88.99.0/24', '192.168.0.0/16', '192.175.48.0/24',
  '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/3', '168.63.129.16/32', '100.100.100.200/32',
]; // prettier-ignore
/** Within the global 2000::/3: tunnels that carry another address, documentation, and benchmarks. */
const IPV6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'];
const INTERNET = '2000::/3';

/**
 * Whether an address, as a name server's answer is written out, is one that no agent may reach: not a public
 * address of the internet, or nothing that can be read as an address.
 */
export function isForbiddenAddress(address: string): boolean {
  const four = readIPv4(address);
  if (four !== null) return IPV4.some((subnet) => isWithin(four, 32, subnet));
  const six = readIPv6(address);
  // All that carries an IPv4 address inside lies outside of the internet's own or is listed above.
  return six === null || !isWithin(six, 128, INTERNET) || IPV6.some((subnet) => isWithin(six, 128, subnet));
}

function isWithin(address: bigint, bits: number, subnet: string): boolean {
  const [network = '', length = ''] = subnet.split('/');
  const rest = BigInt(bits - Number(length));
  return address >> rest === (readIPv4(network) ?? readIPv6(network) ?? 0n) >> rest;
}

/** Four decimal numbers and nothing else; null for any other spelling. */
function readIPv4(text: string): bigint | null {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) < 256))
    return null;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

/** RFC 4291 §2.2, without zones. */
function readIPv6(text: string): bigint | null {
  const texts = text.split('::');
  const halves = texts.map((half, index) => readGroups(half, index === texts.length - 1));
  const [before, after = null] = halves;
  if (halves.length > 2 || before === null || before === undefined) return null;
  if (halves.length === 1) return before.length === 8 ? join(before) : null;
  if (after === null || before.length + after.length > 7) return null;
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => 0n);
  return join([...before, ...zeros, ...after]);
}

/** Groups of 16 bits; the last of an address may be two of them, written as an IPv4 address. */
function readGroups(text: string, isLast: boolean): bigint[] | null {
  if (text === '') return [];
  const groups: bigint[] = [];
  const parts = text.split(':');
  for (const [index, part] of parts.entries()) {
    const four = isLast && index === parts.length - 1 ? readIPv4(part) : null;
    if (four !== null) groups.push(four >> 16n, four & 0xffffn);
    else if (/^[0-9a-f]{1,4}$/i.test(part)) groups.push(BigInt(`0x${part}`));
    else return null;
  }
  return groups;
}

function join(groups: readonly bigint[]): bigint {
  return groups.reduce((sum, group) => (sum << 16n) | group, 0n);
}
