import { describe, expect, test } from 'vitest';
import {
  fleetTool,
  fleetToolOf,
  fleetTools,
  fleetToolSchema,
  fleetToolsOf,
  readFleetCall,
  type FleetToolName,
} from '../../../core/fleet/tools.ts';
import { ownTools, servedFleetTools } from '../../../core/launch/own-tools.ts';
import { servedNames } from '../../../core/output/kinds/table.ts';

const names = Object.keys(fleetTools) as FleetToolName[];

test('every tool has a closed form that can be told, and a name that no output has', () => {
  for (const name of names) {
    expect(fleetToolSchema(name), name).toMatchObject({ type: 'object', additionalProperties: false });
    expect(servedNames).not.toContain(name);
    expect(fleetToolOf(fleetTool(name))).toBe(name);
  }
  expect(fleetToolSchema('wait')['required']).toEqual(['worker']);
  expect(fleetToolOf('mcp__dispatch__constructor')).toBeNull();
  expect(fleetToolOf('mcp__other__list')).toBeNull();
});

test.each([
  ['nobody', {}, []],
  ['a worker', { isWorker: true as const }, ['message', 'inbox']],
  [
    'a lead',
    { mayDispatch: ['a'], fleet: { maxDepth: 1 } },
    names.filter((name) => name !== 'spawn_sublead'),
  ],
  ['a lead of leads', { mayDispatch: ['a'], fleet: { maxDepth: 2 } }, names],
])('the tools of %s', (_, place, tools) => {
  expect(fleetToolsOf(place)).toEqual(tools);
  expect(ownTools(place)).toEqual([...tools].map((name) => `mcp__dispatch__${name}`));
  expect(servedFleetTools(place).map(({ name }) => name)).toEqual(tools);
});

describe('a call', () => {
  test.each<[FleetToolName, unknown, object]>([
    ['status', { worker: '7' }, { worker: 7 }],
    ['wait', { worker: 7 }, { worker: 7, seconds: 300 }],
    ['inbox', undefined, { seconds: 0 }],
    ['message', { text: 'x' }, { text: 'x' }],
    ['spawn_worker', { agent: 'a', task: 'x', budget_usd: 0.5 }, { agent: 'a', task: 'x', budget_usd: 0.5 }],
  ])('of %s is read: %j', (name, input, given) => {
    expect(readFleetCall(name, input)).toEqual({ name, given });
  });

  // Who asks is which pipe, so there is no field for it; and a worker is a number, never a path.
  test.each<[FleetToolName, unknown]>([
    ['list', { actor: 'main' }],
    ['result', { worker: 'main/1' }],
    ['result', { worker: '../1' }],
    ['result', { worker: '1/1' }],
    ['result', { worker: 0 }],
    ['result', { worker: 1.5 }],
    ['result', { worker: '01' }],
    ['message', { text: 'x', from: 'main' }],
    ['message', { text: ' ' }],
    ['message', { text: 'x'.repeat(8001) }],
    ['wait', { worker: 1, seconds: 601 }],
    ['spawn_worker', { agent: 'a', task: 'x', budget_usd: 0 }],
    ['spawn_worker', { agent: 'a', task: 'x', budget_usd: Number.NaN }],
    ['spawn_worker', { agent: 'a', task: 'x', max_turns: 1 }],
    ['spawn_worker', { agent: '../a', task: 'x' }],
  ])('of %s is refused: %j', (name, input) => {
    expect(readFleetCall(name, input)).toEqual(expect.stringContaining('does not fit'));
  });
});
