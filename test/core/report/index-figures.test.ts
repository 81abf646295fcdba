import { expect, test } from 'vitest';
import { sampleCalls, sampleRun } from '../../../bench/sample-run.ts';
import { AuditEntry } from '../../../core/audit/entry.ts';
import { dearest, refusalsPerRule, slowest, spendPerDay } from '../../../core/report/index-figures.ts';
import { countedRow, noRowCount, runRow, type RunRow } from '../../../core/report/run-row.ts';

const row = (name: string, more: Partial<RunRow>): RunRow => ({
  name,
  page: null,
  agent: 'reviewer',
  outcome: 'success',
  day: '2026-11-20',
  costUsd: 1,
  durationMs: 1000,
  tainted: false,
  refused: 0,
  rules: {},
  ...more,
});

const runs = [
  row('a', { costUsd: 2, durationMs: 10, rules: { net: 2 } }),
  row('b', { costUsd: null, durationMs: 30, rules: { net: 1, paths: 5 } }),
  row('c', { costUsd: 3, durationMs: 20, day: '2026-11-21', agent: 'fixer' }),
  row('d', { day: null }),
];

test('spend is told per day and agent, and what nobody knows apart', () => {
  expect(spendPerDay(runs)).toEqual([
    { day: 'unknown', agent: 'reviewer', runs: 1, costUsd: 1, unknown: 0 },
    { day: '2026-11-21', agent: 'fixer', runs: 1, costUsd: 3, unknown: 0 },
    { day: '2026-11-20', agent: 'reviewer', runs: 2, costUsd: 2, unknown: 1 },
  ]);
});

test('refusals are told per rule, most first', () => {
  expect(refusalsPerRule(runs)).toEqual([
    { rule: 'paths', calls: 5, runs: 1 },
    { rule: 'net', calls: 3, runs: 2 },
  ]);
});

test('the slowest and the dearest runs come first', () => {
  expect(slowest(runs, 2).map(({ name }) => name)).toEqual(['d', 'b']);
  expect(dearest(runs).map(({ name }) => name)).toEqual(['c', 'a', 'd']);
});

test('the row of a run is made of its result and its record', () => {
  const { lines, result } = sampleRun(sampleCalls(20), { tainted: ['a fork'] });
  const entries = lines.map((line) => AuditEntry.parse((JSON.parse(line) as { entry: unknown }).entry));
  const count = entries.reduce(countedRow, noRowCount());
  expect(runRow('x', null, result, count)).toMatchObject({
    day: '2026-11-20',
    rules: { 'bash-allow-list': 2 },
    refused: 2,
    tainted: true,
    outcome: 'success',
  });
});
