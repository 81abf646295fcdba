import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { expect, test } from 'vitest';
import * as gate from '../../../core/redact/gate.ts';
import { gateWithHoles } from '../../../lab/redteam/holes/gate.ts';
import { holeNames } from '../../../lab/redteam/holes/names.ts';
import { holes } from '../../../lab/redteam/holes/table.ts';
import { scenarioSchemaText } from '../../../lab/redteam/json-schema.ts';
import { loadScenarios, ownScenarios } from '../../../lab/redteam/load-scenarios.ts';
import { elsewhere, rows } from '../../../lab/redteam/rows.ts';
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

test('every row of the catalogue has a scenario, or a reason to have none', () => {
  const has = (row: string) => scenarios.some(({ id }) => id.startsWith(row));
  expect(rows.filter((row) => !has(row))).toEqual([]);
  expect(Object.keys(elsewhere).filter(has)).toEqual([]);
  expect(rows.length + Object.keys(elsewhere).length).toBe(85);
  expect(scenarios.filter(({ id }) => !rows.includes(id.slice(0, 3)))).toEqual([]);
});

test('the tests that the page of the rows leans on speak of them', () => {
  const told = readFileSync(join(ROOT, 'docs/attack-rows.md'), 'utf8');
  const leaning = Object.keys(elsewhere).filter((row) => elsewhere[row]?.includes('attack-rows.md'));
  expect(leaning.filter((row) => !told.includes(`\n| ${row} |`))).toEqual([]);
});

test('every scenario fits the JSON Schema', () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(scenarioSchemaText()) as object);
  for (const { id } of scenarios) {
    const fits = validate(parse(readFileSync(join(ownScenarios, `${id}.yaml`), 'utf8')));
    expect({ id, errors: fits ? null : validate.errors }).toEqual({ id, errors: null });
  }
  expect(validate({ version: 1 })).toBe(false);
});

test('every hole has its function, and every one is used or documented', () => {
  expect(Object.keys(holes).toSorted()).toEqual([...holeNames].toSorted());
});

test('the open gate opens what passed it for every function that takes it', () => {
  const open = gateWithHoles(['gate-open']) ?? '';
  // These two take what the gate returned, and look into none of it.
  const others = Object.keys(gate).filter((name) => !['isWithheld', 'orNotice'].includes(name));
  expect(
    others.filter((name) => !new RegExp(`^export (?:const|function) ${name}\\b`, 'm').test(open)),
  ).toEqual([]);
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
