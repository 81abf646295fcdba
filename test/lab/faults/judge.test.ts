import { expect, test } from 'vitest';
import { judgeCampaign, playsOf } from '../../../lab/faults/judge/campaign.ts';
import { tracedCall } from '../../../lab/faults/judge/calls.ts';
import { faultNames } from '../../../lab/faults/judge/faults.ts';
import { findingsOf, type Aftermath } from '../../../lab/faults/judge/oracles.ts';
import { realClaude } from '../../real-claude.ts';

const PATIENCE_MS = 120_000;
const options = { seed: 20_261_121, calls: 30, faults: 3, jobs: 3, holes: [] };

test(
  'a judge that is killed leaves nothing executed that is not in the record',
  async () => {
    const claude = await realClaude();
    const found = await judgeCampaign(options, claude, new AbortController().signal);
    expect(found.findings).toEqual([]);
    expect(found.problems).toEqual([]);
    expect([...found.struck.keys()].toSorted()).toEqual(faultNames.slice(0, 3).toSorted());
    expect(found.made).toBe(30);
    expect(found.executed).toBeGreaterThan(3);
  },
  PATIENCE_MS,
);

test('every kind of fault has its turn, and comes with a call of its run', () => {
  const plays = playsOf({ ...options, calls: 80, faults: faultNames.length });
  expect(plays.map(({ fault }) => fault?.name)).toEqual(faultNames);
  for (const { calls, fault } of plays) expect(calls.map(({ id }) => id)).toContain(fault?.id);
});

/** A run in which nothing is wrong: one call ran, one was refused. */
const calls = [
  { ...tracedCall(1, 1), id: 'c1x', refused: false },
  { ...tracedCall(1, 2), id: 'c2x', refused: true },
];
const fine: Aftermath = {
  calls,
  fault: null,
  executed: ['c1x'],
  recorded: {
    verdicts: new Map([
      ['c1x', 'allow'],
      ['c2x', 'deny'],
    ]),
    broken: null,
  },
  survivors: [],
};
const broken = { line: 3, because: 'the line is not JSON' };

test.each<[string, Partial<Aftermath>, string[]]>([
  ['nothing', {}, []],
  ['a call that is not in the record', { recorded: { verdicts: new Map(), broken: null } }, ['unlogged']],
  ['a call that was refused', { executed: ['c1x', 'c2x'] }, ['without-verdict', 'against-policy']],
  ['a broken chain', { recorded: { ...fine.recorded, broken } }, ['chain']],
  [
    'a chain that breaks where its writer died',
    { recorded: { ...fine.recorded, broken }, fault: { name: 'killed-while-recording', id: 'c1x' } },
    [],
  ],
  ['half a record that shows nowhere', { fault: { name: 'killed-while-recording', id: 'c1x' } }, ['chain']],
  ['a process that lives on', { survivors: ['bwrap'] }, ['survivor']],
])('the oracles see %s', (_what, change, oracles) => {
  expect(findingsOf({ ...fine, ...change }).map(({ oracle }) => oracle)).toEqual(oracles);
});
