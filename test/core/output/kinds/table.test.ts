import { readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { servedKinds, servedNames, spokenKinds } from '../../../../core/output/kinds/table.ts';
import { filled } from './kind-laws.ts';

test('every kind has a file and a test of its name, and a line in the table under it', () => {
  const names = [...servedNames, ...Object.keys(spokenKinds)]
    .map((name) => name.replace('_', '-'))
    .toSorted();
  const inFolder = (folder: string, ending: string) =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((file) => file.endsWith(ending))
      .map((file) => file.slice(0, -ending.length))
      .filter((name) => !['kind', 'served', 'table', 'texts', 'kind-laws'].includes(name));
  expect(inFolder('../../../../core/output/kinds/', '.ts').toSorted()).toEqual(names);
  expect(inFolder('./', '.test.ts').toSorted()).toEqual(names);
  for (const [name, kind] of Object.entries({ ...servedKinds, ...spokenKinds })) expect(kind.name).toBe(name);
});

/** The limits of kinds that have no others. */
const NEEDED: Partial<Record<(typeof servedNames)[number], object>> = {
  labels: { allow: ['bug'] },
  dispatch: { agents: ['helper'] },
  propose_plan: {
    paths: ['src/**'],
    commands: [],
    hosts: [],
    tools: [],
    workers: [],
    most_workers: 3,
    cost_usd: 2,
  },
};

test.each(servedNames)(
  'the schema of %s is a closed one, and what its limits allow is told with the tool',
  (name) => {
    const { schema, tool } = servedKinds[name];
    const compiled = new Ajv2020({ strict: true }).compile(schema);
    expect(compiled({ 'no such field': 1 })).toBe(false);
    expect(JSON.stringify(schema)).not.toContain('"pattern"');
    const limits = NEEDED[name] ?? {};
    const numbers = Object.entries(filled(name, limits)).filter(([, value]) => typeof value === 'number');
    for (const [, value] of numbers) expect(tool(filled(name, limits))).toContain(String(value));
  },
);
