import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { Config } from '../../../core/config/config.ts';
import { jsonSchema } from '../../../core/config/json-schema.ts';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(jsonSchema());

test('every key has a title and a description', () => {
  const walk = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const properties = 'properties' in node ? node.properties : {};
    for (const [key, value] of Object.entries(properties as object)) {
      expect(value, `${path}.${key}`).toMatchObject({
        title: key,
        description: expect.stringMatching(/\.$/),
      });
      walk(value, `${path}.${key}`);
    }
    if ('additionalProperties' in node) walk(node.additionalProperties, `${path}.*`);
  };
  walk(jsonSchema(), '');
});

test.each(['docs/examples/dispatch.yml', '.github/dispatch.yml'])('%s follows it', (file) => {
  const data: unknown = parse(readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8'));
  expect(validate(data), JSON.stringify(validate.errors)).toBe(true);
});

describe('both refuse', () => {
  const agent = (extra: object) => ({
    version: 1,
    agents: { a: { description: 'x', system_prompt: 'y', ...extra } },
  });

  test('a sample that is right is taken by both', () => {
    expect(validate(agent({}))).toBe(true);
    expect(Config.safeParse(agent({})).success).toBe(true);
  });

  const bad: object[] = [
    {}, { version: 2, agents: {} }, { version: 1, agents: {} }, { ...agent({}), more: 1 },
    { version: 1, agents: { A: { description: 'x', system_prompt: 'y' } } },
    { version: 1, agents: { help: { description: 'x', system_prompt: 'y' } } },
    { version: 1, agents: { constructor: { description: 'x', system_prompt: 'y' } } },
    { version: 1, defaults: { description: 'x' }, agents: { a: { description: 'x', system_prompt: 'y' } } },
    agent({ tool: [] }), agent({ description: ' ' }), agent({ description: 'a\nb' }), agent({ system_prompt: '' }),
    agent({ tools: ['WebSearch'] }), agent({ tools: ['Bash(git *)'] }), agent({ tools: 'Read' }),
    agent({ permission_mode: 'bypassPermissions' }), agent({ permission_mode: 'plan' }), agent({ skip_permissions: 'yes' }),
    agent({ require_sandbox: false }), agent({ invoke: 'read' }), agent({ teams: [] }), agent({ approval_minutes: 4 }), agent({ cache_hours: 0 }), agent({ cache_hours: 169 }), agent({ session_hours: 0 }), agent({ session_hours: 169 }), agent({ session_hours: 1.5 }), agent({ approval_minutes: 4321 }), agent({ approval_minutes: 60.5 }), agent({ teams: ['core'] }), agent({ triggers: ['schedule'] }), agent({ triggers: [] }),
    agent({ outputs: ['later'] }), agent({ outputs: ['labels'] }), agent({ outputs: [{ review: { more: 1 } }] }), agent({ env: ['CI'] }), agent({ tools: ['Bash'], egress: [443] }), agent({ working_dir: '../x' }),
    agent({ working_dir: '/x' }), agent({ model: '-x' }), agent({ timeout_minutes: 0 }), agent({ timeout_minutes: 1.5 }),
    agent({ budget_usd: 0 }), agent({ budget_usd: 1001 }), agent({ max_turns: 501 }), agent({ max_turns: null }),
  ]; // prettier-ignore
  test.each(bad)('%j', (data) => {
    expect(validate(data)).toBe(false);
    expect(Config.safeParse(data).success).toBe(false);
  });
});
