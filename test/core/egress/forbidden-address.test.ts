import { BlockList } from 'node:net';
import { expect, test } from 'vitest';
import { isForbiddenAddress } from '../../../core/egress/forbidden-address.ts';

test.each([
  '127.0.0.1', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '168.63.129.16', '100.64.0.1',
  '100.127.255.255', '100.100.100.200', '0.0.0.0', '224.0.0.1', '240.0.0.1', '255.255.255.255', '198.18.0.1', '192.0.2.1',
  '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '2001:db8::1', '3fff::1',
  '::ffff:10.0.0.1', '::ffff:8.8.8.8', '::ffff:7f00:1', '::127.0.0.1', '::ffff:0:10.0.0.1', '64:ff9b::a00:1',
  '64:ff9b::169.254.169.254', '64:ff9b:1::a00:1', '2002:a00:1::', '2002:7f00:1::1', '2001:0:a00:1::', '2001::1',
])('the address %s is never reached', (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
}); // prettier-ignore

test.each([
  '', 'not-an-address', '8.8.8', '8.8.8.8.8', '08.8.8.8', '8.8.8.256', '134744072', '0x8.8.8.8', '8.8.8.8 ', ' 8.8.8.8', '8.8.8.8\n',
  '[2606:4700::1111]', '2606:4700::1::1', '2606:4700:1:1:1:1:1', '2606:4700:1:1:1:1:1:1:1', '2606:4700::11111', '2606:4700:::1',
  '2606:8.8.8.8::1', '2606:4700::1111%1', ':', ':::', '2606:4700:1:1:1:1:1:1::',
])('what is not plainly an address, %j, is never reached', (address) => {
  expect(isForbiddenAddress(address)).toBe(true);
}); // prettier-ignore

test.each([
  '8.8.8.8', '93.184.216.34', '172.15.0.1', '172.32.0.1', '100.63.0.1', '100.128.0.1', '168.63.129.17', '223.255.255.255',
  '2606:4700::1111', '2606:4700:0:0:0:0:0:1111', '2A00:1450:4001::200e', '2001:4860:4860::8888', '2003::8.8.8.8',
])('the address %s is public', (address) => {
  expect(isForbiddenAddress(address)).toBe(false);
}); // prettier-ignore

test('it agrees with another reader of addresses about thousands of them', () => {
  const inside = new BlockList();
  const subnets = [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ];
  for (const subnet of [...subnets, '100.64.0.0/10', '198.18.0.0/15', '224.0.0.0/3']) {
    const [network = '', length = ''] = subnet.split('/');
    inside.addSubnet(network, Number(length), 'ipv4');
  }
  let seed = 11;
  const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) >> 8;
  const first = [0, 10, 100, 127, 169, 172, 192, 198, 224];
  for (let round = 0; round < 3000; round += 1) {
    const start = round % 2 === 0 ? (first[next() % first.length] ?? 0) : next() % 256;
    const address = [start, next() % 256, next() % 256, next() % 256].join('.');
    const isAgreed = isForbiddenAddress(address) || !inside.check(address);
    expect([address, isAgreed]).toEqual([address, true]);
    expect([address, isForbiddenAddress(`::ffff:${address}`)]).toEqual([address, true]);
  }
});
