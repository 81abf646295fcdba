import { expect, test } from 'vitest';
import { bridgesOf, brokerAddress, insideCage, sandboxNetwork } from '../../../core/launch/inside.ts';

test('without bridges the CLI itself is what runs inside', () => {
  expect(bridgesOf('socket', false)).toEqual([]);
  expect(insideCage(['-p', '--x=1'], [])).toEqual(['/opt/claude', '-p', '--x=1']);
});

test('with bridges a constant script gets ports, sockets and arguments as words of their own', () => {
  const bridges = bridgesOf('bridge', true);
  expect(bridges).toEqual([
    { port: 8787, socket: '/run/agent/api.sock' },
    { port: 3128, socket: '/run/agent/egress.sock' },
  ]);
  const [shell, option, script, ...words] = insideCage(['$(id)', '--'], bridges);
  expect([shell, option]).toEqual(['/bin/bash', '-c']);
  expect(words).toEqual([
    'bridges',
    '8787',
    '/run/agent/api.sock',
    '3128',
    '/run/agent/egress.sock',
    '--',
    '/opt/claude',
    '$(id)',
    '--',
  ]);
  // Whatever the values are, the script is the same.
  expect(insideCage(['other'], [{ port: 1, socket: '/x' }])[2]).toBe(script);
});

test('the CLI is told of the broker by one way only', () => {
  expect(brokerAddress('socket')).toHaveProperty('ANTHROPIC_UNIX_SOCKET', '/run/agent/api.sock');
  expect(brokerAddress('bridge')).toEqual({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8787' });
});

test("the CLI's sandbox has a proxy only where the profile has hosts", () => {
  expect(sandboxNetwork([])).toEqual({ allowedDomains: [], strictAllowlist: true });
  expect(sandboxNetwork(['a.example'])).toEqual({
    allowedDomains: ['a.example'],
    strictAllowlist: true,
    httpProxyPort: 3128,
  });
});
