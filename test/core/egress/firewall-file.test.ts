import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../../../core/config/read.ts';
import { firewallFile, firewallPolicy } from '../../../core/egress/firewall-file.ts';

const text = `version: 1
defaults: { tools: [Bash], egress: [registry.npmjs.org, '*.cdn.example.com'] }
agents:
  one: { description: One., system_prompt: One. }
  two: { description: Two., system_prompt: Two., egress: [files.example.com, '*.cdn.example.com'] }
  three: { description: Three., system_prompt: Three., tools: [Read] }
`;
const read = readConfig(text, 'dispatch.yml');
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const policy = firewallPolicy(read.config, null);

test('each host says who needs it; one that the job needs too stands there once', () => {
  const because = (host: string) => policy.allow.filter((one) => one.host === host).map((one) => one.because);
  expect(because('registry.npmjs.org')).toEqual(['the step installs the claude CLI; egress of one']);
  expect(because('files.example.com')).toEqual(['egress of two']);
  expect(because('api.anthropic.com')).toHaveLength(1);
  expect(policy.unnamed).toEqual([{ pattern: '*.cdn.example.com', because: 'egress of one, two' }]);
  expect(JSON.stringify(policy)).not.toContain('three');
});

test('the file holds what the policy says, and no wildcard that the firewall would not take', () => {
  expect(parse(firewallFile(policy))).toEqual({
    mode: 'enforce',
    allow: policy.allow.map(({ host }) => host),
  });
  expect(firewallFile(policy)).toContain(
    '# *.cdn.example.com (egress of one, two): the firewall takes no wildcards',
  );
});

test('a gateway stands for the model', () => {
  const { allow } = firewallPolicy(read.config, 'gateway.example.com');
  expect(allow.map(({ host }) => host)).toContain('gateway.example.com');
  expect(allow.map(({ host }) => host)).not.toContain('api.anthropic.com');
});
