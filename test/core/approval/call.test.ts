import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  CALL_MAX_CHARACTERS,
  callToApprove,
  plainArguments,
  readCallToApprove,
} from '../../../core/approval/call.ts';
import { sha256 } from '../../../edge/keys/digest.ts';

const input = fc.dictionary(fc.string({ unit: 'binary', maxLength: 20 }), fc.jsonValue({ maxDepth: 2 }), {
  maxKeys: 4,
});
const tool = fc.constantFrom('Bash', 'Read', 'mcp__a__b');

test('a call that was written down is read as the same call, whatever the order of its keys', () => {
  fc.assert(
    fc.property(tool, input, (name, given) => {
      const call = callToApprove(name, given, sha256);
      if (call === null) return;
      expect(readCallToApprove(call, call.digest, sha256)).toEqual(call);
      const turned = Object.fromEntries(Object.entries(given).toReversed());
      expect(callToApprove(name, turned, sha256)).toEqual(call);
    }),
  );
});

test('with one character changed, gone or put in anywhere it is another call, or none', () => {
  const call = callToApprove('Bash', { command: 'make it', timeout: 5 }, sha256);
  if (call === null) throw new Error('no call');
  const { arguments: written, digest } = call;
  for (let at = 0; at <= written.length; at += 1) {
    const around = (middle: string, rest: number) => written.slice(0, at) + middle + written.slice(rest);
    for (const other of [around('x', at + 1), around('', at + 1), around(' ', at), around('\u200b', at)]) {
      if (other === written) continue;
      expect(readCallToApprove({ tool: 'Bash', arguments: other }, digest, sha256)).toBeNull();
    }
  }
  expect(readCallToApprove({ ...call, tool: 'Read' }, digest, sha256)).toBeNull();
  expect(readCallToApprove(call, '0'.repeat(64), sha256)).toBeNull();
});

test('what is shown is ASCII, and means the same', () => {
  fc.assert(
    fc.property(input, (given) => {
      const call = callToApprove('Bash', given, sha256);
      if (call === null) return;
      const shown = plainArguments(call);
      expect(shown).toMatch(/^[\x20-\x7e]*$/);
      expect(JSON.parse(shown)).toEqual(JSON.parse(call.arguments));
    }),
  );
});

test.each<[string, unknown]>([
  ['a list', []],
  ['a text', 'make'],
  ['nothing', null],
  ['no value', undefined],
  ['what is no Unicode', { command: '\ud800' }],
  ['more than somebody reads', { command: 'x'.repeat(CALL_MAX_CHARACTERS) }],
])('%s is no call that somebody could agree to', (_, given) => {
  expect(callToApprove('Bash', given, sha256)).toBeNull();
});
