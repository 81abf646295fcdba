import { expect, test } from 'vitest';
import { whyNotReusable } from '../../../core/output/reusable.ts';
import type { Result } from '../../../core/output/result.ts';
import { good } from './good-result.ts';

const cli = good.cli_version ?? '';

test('a whole result answers again', () => {
  expect(whyNotReusable(good, cli)).toBeNull();
});

const call = { tool: 'Bash', input: 'x' };
test.each<[string, Partial<Result>]>([
  ['failed', { outcome: 'failed' }],
  ['timed out', { outcome: 'timed_out' }],
  ['has a cause', { cause: { code: 'withheld', because: 'b', remedy: 'r' } }],
  ['is empty', { text: ' \n' }],
  ['is tainted', { tainted: ['text of #1 by people without write access'] }],
  ['was masked', { masked: [{ kind: 'github', count: 1 }] }],
  ['was withheld', { compromised: [{ sink: 'output', field: null, kinds: ['KEY'] }] }],
  ['hands in more', { outputs: [{ kind: 'labels', add: ['bug'] }] }],
  ['proposes a change', { change: { became: 'none', code: 'x', because: 'b', remedy: 'r' } }],
  ['wants a call', { wanted: { count: 1, calls: [call] } }],
  ['asks for a call', { deferred: { tool: 'Bash', arguments: '{}', sha256: 'a'.repeat(64) } }],
  ['reached hosts', { connections: { allowed: 1, refused: 0, bytes: 1, refused_hosts: [] } }],
  ['lacked something', { context: { missing: [{ part: 'diff', because: 'No.' }] } }],
  ['tells of no cage', { cage: null }],
  ['has no record', { audit_head: null }],
  ['was made by another CLI', { cli_version: '2.0.9' }],
  ['was made by an unknown CLI', { cli_version: null }],
])('one that %s does not', (_, differing) => {
  expect(whyNotReusable({ ...good, ...differing }, cli)).toEqual(expect.any(String));
});
