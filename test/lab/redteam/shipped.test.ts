import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import { holeNames } from '../../../lab/redteam/holes/names.ts';
import { holes } from '../../../lab/redteam/holes/table.ts';
import { scenarioSchemaText } from '../../../lab/redteam/json-schema.ts';
import { loadScenarios, ownScenarios } from '../../../lab/redteam/load-scenarios.ts';
import { Oracles } from '../../../lab/redteam/scenario-oracles.ts';
import { Layer, Scenario } from '../../../lab/redteam/scenario.ts';
import { knownNames } from '../../../lab/redteam/values.ts';
import { ROOT } from '../../cli/run-dispatch.ts';

const guide = readFileSync(join(ROOT, 'docs/redteam.md'), 'utf8');
const { scenarios, problems } = loadScenarios([ownScenarios]);

test('every scenario of the package can be read, and its file is named after it', () => {
  expect(problems).toEqual([]);
  expect(readdirSync(ownScenarios).toSorted()).toEqual(scenarios.map(({ id }) => `${id}.yaml`));
});

test('every attack on these layers that is in the catalogue has a scenario', () => {
  const wanted = [
    'R01 R02 R03 R04 R05 R06 R07 R08 R09 R10 R11 P01 P03 P04 P06 P07 P08 T14 D01 D04 D05 D07 D08',
    'W01 W05 W06 W07 X01 X02 X03 X04 X07',
    'M01 M02 M03 M04 M05 M06 M07 M08 M10 M11 M12 M13 M14 M15 M16 M17 M18 M20 M22 M23 M24 M25 M26 M27 M30 M31 M32 M36 M37 M39 M40',
  ].flatMap((line) => line.split(' '));
  expect(wanted.filter((attack) => !scenarios.some(({ id }) => id.startsWith(attack)))).toEqual([]);
});

test('the committed JSON Schema is the one of the code, and every scenario fits it', () => {
  const text = readFileSync(join(ROOT, 'docs/redteam.schema.json'), 'utf8');
  expect(text).toBe(scenarioSchemaText());
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(text) as object);
  for (const { id } of scenarios) {
    const fits = validate(parse(readFileSync(join(ownScenarios, `${id}.yaml`), 'utf8')));
    expect({ id, errors: fits ? null : validate.errors }).toEqual({ id, errors: null });
  }
  expect(validate({ version: 1 })).toBe(false);
});

test('every hole has its function, and every one is used or documented', () => {
  expect(Object.keys(holes).toSorted()).toEqual([...holeNames].toSorted());
});

test('the guide names every key, oracle, hole, layer and value', () => {
  const names = [
    ...Object.keys(Scenario.shape),
    ...Object.keys(Oracles.shape),
    ...holeNames,
    ...knownNames({ canaries: [], markers: [] })
      .filter((name) => !name.startsWith('canary.'))
      .map((name) => `\${${name}}`),
  ];
  expect(names.filter((name) => !guide.includes(`\`${name}\``))).toEqual([]);
  expect(Layer.options.filter((layer) => !guide.includes(layer))).toEqual([]);
});
