import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { withInputTables } from '../../../cli/generated/docs.ts';
import { configDocs } from '../../../core/config/config-docs.ts';
import { jsonSchema } from '../../../core/config/json-schema.ts';
import { readConfig } from '../../../core/config/read.ts';
import { precedence } from '../../../core/failure/classes.ts';
import { failureDocs } from '../../../core/failure/failure-docs.ts';
import { writtenKinds } from '../../../core/output/kinds/table.ts';
import { outputDocs } from '../../../core/output/output-docs.ts';
import { costDocs } from '../../../core/pricing/cost-docs.ts';
import { ruleOfTwoDocs } from '../../../core/profile/rule-of-two-docs.ts';
import { ROOT } from '../run-dispatch.ts';

const actionYml = readFileSync(join(ROOT, 'action.yml'), 'utf8');

test('docs/configuration.md lists every key of the schema', () => {
  const page = configDocs(jsonSchema());
  // What an answer of an agent is made of is explained beside `output_schema`, by examples.
  const keys = [...JSON.stringify({ ...jsonSchema(), $defs: {} }).matchAll(/"title":"([a-z_0-9]+)"/g)];
  expect(keys.length).toBeGreaterThan(40);
  const isTold = (key: string) => page.includes(`\n- \`${key}\` (`) || page.includes(`\n## \`${key}\` `);
  // What a tool of an MCP server takes is explained in docs/mcp.md.
  expect(new Set(keys.map(([, key = '']) => key).filter((key) => !isTold(key)))).toEqual(
    new Set(['agent', 'enum', 'max_length', 'min', 'optional', 'pattern', 'sha256']),
  );
});

test('docs/cost.md names the prices that are reckoned with', () => {
  expect(costDocs()).toContain('- `claude-opus-5-5`: 4 / 20 / 5 / 8 / 0.2\n');
});

test('docs/rule-of-two.md has examples of what starts and of what is refused', () => {
  const [, examples = ''] = ruleOfTwoDocs().split('## Examples');
  expect(examples.match(/: starts\.$/gm)).toHaveLength(3);
  expect(examples.match(/refused where nobody can be asked/g)).toHaveLength(2);
});

test('docs/failures.md tells the classes in the order in which they win', () => {
  const page = failureDocs();
  precedence.forEach((name, at) => expect(page).toContain(`### ${at + 1}. \`${name}\`\n`));
});

test('the examples of docs/outputs.md can be read', () => {
  const page = outputDocs(writtenKinds);
  const examples = [...page.matchAll(/```yaml\n([^`]*)```/g)].map(([, yaml]) => parse(yaml ?? '') as object);
  expect(examples).toHaveLength(2);
  for (const example of examples) {
    const config = { version: 1, agents: { a: { description: 'x', system_prompt: 'y', ...example } } };
    expect(readConfig(JSON.stringify(config), 'docs/outputs.md')).toHaveProperty('config');
  }
});

test('what stands around the tables stays, and the old tables go', () => {
  const yml = `inputs:\n  a-b:\n    description: This | that\n    default: '1'\noutputs:\n  c:\n    description: What came out\n`;
  const readme = `before\n<!-- inputs:start -->\nold\n<!-- inputs:end -->\nafter\n`;
  expect(withInputTables(readme, yml)).toBe(`before
<!-- inputs:start -->

| Input | Default | Meaning |
| --- | --- | --- |
| \`a-b\` | \`1\` | This \\| that |

| Output | Meaning |
| --- | --- |
| \`c\` | What came out |

<!-- inputs:end -->
after
`);
});

test('a page without the markers is named', () => {
  expect(() => withInputTables('# A', actionYml)).toThrow(
    'docs/action.md has no lines <!-- inputs:start -->',
  );
});

test('every input reaches the action by its name, and nothing else does', () => {
  const { inputs, outputs, runs } = parse(actionYml);
  const env: Record<string, string> = {
    ACTION_ROOT: '${{ github.action_path }}',
    // Where the shell's line puts the secrets, for the program that it becomes.
    DISPATCH_SECRETS: 'ANTHROPIC_API_KEY=3 ANTHROPIC_AUTH_TOKEN=4 GITHUB_TOKEN=5 TICKET=6 SESSION_KEY=7',
  };
  for (const name of Object.keys(inputs)) {
    env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] = `\${{ inputs.${name} }}`;
  }
  expect(runs.steps).toHaveLength(1);
  const given = Object.entries<string>(runs.steps[0].env);
  expect(Object.fromEntries(given.filter(([, value]) => value !== ''))).toEqual(env);
  // What an earlier step may have set for the programs of later ones is set to nothing.
  const emptied = given.filter(([, value]) => value === '').map(([name]) => name);
  expect(emptied).toEqual(expect.arrayContaining(['BASH_ENV', 'LD_PRELOAD', 'NODE_OPTIONS']));
  for (const [name, { value }] of Object.entries<{ value: string }>(outputs)) {
    expect(value).toBe(`\${{ steps.${runs.steps[0].id}.outputs.${name} }}`);
  }
});
