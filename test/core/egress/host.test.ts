import { describe, expect, test } from 'vitest';
import { isAllowedHost, readHostPattern, type HostPattern } from '../../../core/egress/host.ts';

describe('an entry of egress', () => {
  test.each([
    ['registry.npmjs.org', { name: 'registry.npmjs.org', below: false }],
    ['*.example.com', { name: 'example.com', below: true }],
    ['xn--bcher-kva.example', { name: 'xn--bcher-kva.example', below: false }],
    ['1.a-b.example', { name: '1.a-b.example', below: false }],
  ])('%s is read', (text, pattern) => {
    expect(readHostPattern(text)).toEqual(pattern);
  });

  test.each([
    ['*.com', 'opens a whole top-level domain'],
    ['*', 'has a *'],
    ['a.*.example.com', 'has a *'],
    ['*a.example.com', 'has a *'],
    ['*.*.example.com', 'has a *'],
    ['Example.com', 'is not in lower case'],
    ['example.com.', 'ends with a dot'],
    ['*.example.com.', 'ends with a dot'],
    ['example.com:443', 'has a port'],
    ['example.com:', 'has a port'],
    ['https://example.com', 'is an address'],
    ['example.com/path', 'is an address'],
    ['a_b.example.com', 'has an underscore'],
    ['localhost', 'has no dot'],
    ['127.0.0.1', 'is an address'],
    ['127.1', 'is an address'],
    ['2130706433', 'is an address'],
    ['0x7f000001', 'is an address'],
    ['0x7f.0.0.0x1', 'is an address'],
    ['0177.0.0.01', 'is an address'],
    ['*.0.0.1', 'is an address'],
    ['::1', 'is an address'],
    ['[::1]', 'is an address'],
    ['[::ffff:127.0.0.1]', 'is an address'],
    ['::ffff:7f00:1', 'is an address'],
    ['', 'has no dot'],
    ['.example.com', 'is not the name'],
    ['a..example.com', 'is not the name'],
    ['-a.example.com', 'is not the name'],
    ['a-.example.com', 'is not the name'],
    ['user@example.com', 'is not the name'],
    ['exämple.com', 'is not the name'],
    ['a b.example.com', 'is not the name'],
    ['good.example\u0000.bad.example', 'is not the name'],
    ['good.example\n', 'is not the name'],
    [`${'a'.repeat(41)}.example.com`, 'label of more than 40'],
    [`${'a.'.repeat(60)}com`, 'longer than 100'],
  ])('%j is refused with a reason', (text, reason) => {
    expect(readHostPattern(text)).toContain(reason);
  });
});

describe('a host that is asked for', () => {
  const patterns = ['good.example', '*.wild.example'].map(readHostPattern) as HostPattern[];
  test.each(['good.example', 'GOOD.example', 'a.wild.example'])('%s is one of them', (host) => {
    expect(isAllowedHost(host, patterns)).toBe(true);
  });

  test.each([
    'bad.example', 'a.good.example', 'xgood.example', 'good.example.bad.example', 'good.example.', 'wild.example',
    'a.b.wild.example', '.wild.example', '*.wild.example', 'a_b.wild.example', 'good.example\u0000', 'good.example\n',
    'good.example:443', '127.0.0.1', '', `${'a'.repeat(41)}.wild.example`, 'good\u3002example', 'ｇood.example',
  ])('%j is none', (host) => {
    expect(isAllowedHost(host, patterns)).toBe(false);
  }); // prettier-ignore

  test('without patterns none is allowed', () => {
    expect(isAllowedHost('good.example', [])).toBe(false);
  });
});
