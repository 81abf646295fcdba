import { expect, test } from 'vitest';
import { checkConfig } from '../../../core/check/check-config.ts';
import { readConfig } from '../../../core/config/read.ts';
import { whyNotCacheable } from '../../../core/profile/cacheable.ts';
import { resolve } from '../../../core/profile/resolve.ts';
import { isRefusal } from '../../../core/refusal.ts';

const written = (profile: string) =>
  `version: 1\nagents:\n  a:\n    description: x\n    system_prompt: x\n    cache_hours: 24\n${profile && `    ${profile}\n`}`;

function why(profile: string): string | null {
  const read = readConfig(written(profile), 'dispatch.yml');
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  const plan = resolve(read.config, 'a');
  if (isRefusal(plan)) throw new Error(plan.because);
  expect(plan.cacheHours).toBe(24);
  return whyNotCacheable(plan);
}

const warnings = (profile: string) =>
  checkConfig(written(profile), 'dispatch.yml', () => true).findings.map(({ code, key }) => [code, key]);

test.each(['', 'tools: []', 'tools: [Read, Grep]', 'policy: deny_all'])('%j reads and is kept', (profile) => {
  expect(why(profile)).toBeNull();
  expect(warnings(profile)).toEqual([]);
});

test.each([
  ['tools: [Read, Edit]', 'Edit'],
  ['tools: [Bash]', 'Bash'],
  ['tools: [Read]', 'no call is sure to be tried'],
  ['tools: [Read, Agent]', 'Agent'],
  ['mcp_servers: { notes: { command: [node, a.mjs], tools: { search: { input: {} } } } }', 'mcp__notes'],
  ['context: [thread]', '`thread`'],
  ['context: [diff]', '`diff`'],
  ['context: [failures]', '`failures`'],
  ['outputs: [comment, review]', '`review`'],
  ['policy: require_approval', 'wait for a person'],
])('%j is not, and the check says so', (profile, named) => {
  expect(why(profile)).toContain(named);
  expect(warnings(profile)).toContainEqual(['cache-unused', 'agents.a.cache_hours']);
});
