import { expect, test } from 'vitest';
import { plannedFleet } from '../../core/config/fleet.ts';
import { depthOf } from '../../core/fleet/actor-id.ts';
import { left, members } from '../../core/fleet/fleet.ts';
import { randomOf, type Random } from '../../lab/fuzz/random.ts';
import type { Turn, TurnFunction } from '../../lab/model/script.ts';
import { childrenOfThis } from './children.ts';
import { hostilePlan, withHostile } from './hostile-cli.ts';
import { idle, leadOf, runFleet } from './run-fleet.ts';

/* Random lives of a fleet with the real CLI: `FLEET_SCHEDULES=50 vitest run` with this file has as many of them. */

const COUNT = Number(process.env['FLEET_SCHEDULES'] ?? 2);
const FIRST = Number(process.env['FLEET_SEED'] ?? 1);
const LIMITS = { max_depth: 2, max_workers: 3, max_parallel: 2, max_total_workers: 6 };

const own = (name: string, input: object = {}) => ({ tool: `mcp__dispatch__${name}`, input: { ...input } });

const ALL = ['helper', 'silent', 'liar', 'sub'];

/** Somebody who is there from the beginning. */
function first(random: Random) {
  return own('spawn_worker', { agent: random.pick(['helper', 'sub']), task: 'Help.', budget_usd: 0.15 });
}

/** A turn of a lead: one to three things that a lead can do, by chance. */
function leadTurn(random: Random, agents: readonly string[]): Turn {
  const worker = 1 + random.below(4);
  const task = 'Help.';
  const kinds = [
    () => own('spawn_worker', { agent: random.pick(agents), task, budget_usd: 0.15 }),
    () => own('spawn_worker', { agent: random.pick(agents), task }),
    () => own('spawn_sublead', { agent: 'sub', task, budget_usd: 0.5 }),
    () => own('cancel', { worker }),
    () => own('wait', { worker, seconds: random.below(3) }),
    () => own('wait_any', { seconds: random.below(3) }),
    () => own('result', { worker }),
    () => own('message', { worker, text: 'Go on.' }),
    () => own('list'),
  ];
  return { calls: Array.from({ length: 1 + random.below(3) }, () => random.pick(kinds)()) };
}

/** What a worker of the real CLI does in its first turn. */
function workerTurn(random: Random): Turn {
  const kinds: readonly Turn[] = [
    { text: 'Done at once.' },
    { calls: [own('inbox', { seconds: 1 })] },
    { calls: [own('message', { text: 'Half of it.' })] },
    { error: { status: 400, type: 'invalid_request_error', message: 'No.' } },
    { text: 'Done late.', delayMs: 1500 },
    { text: 'Cut off.', cut: true },
  ];
  return random.pick(kinds);
}

function modelOf(random: Random, onTurn: () => void): TurnFunction {
  const turns = 2 + random.below(4);
  return (request, at) => {
    const system = JSON.stringify(request.system);
    if (system.includes('You are helper')) return at === 0 ? workerTurn(random) : { text: 'Done.' };
    if (system.includes('You are sub'))
      return at < 2 ? leadTurn(random, ['helper', 'silent']) : { text: 'Led.' };
    onTurn();
    if (at === 0) return { calls: [first(random), ...(leadTurn(random, ALL).calls ?? [])] };
    if (at === turns) return { calls: [own('wait_any', { seconds: 5 })] };
    return at < turns ? leadTurn(random, ALL) : { text: 'All done.' };
  };
}

test.each(Array.from({ length: COUNT }, (_, at) => FIRST + at))(
  'schedule %i: money adds up, no limit is exceeded, nobody is left behind',
  async (seed) => {
    const random = randomOf(seed, 0);
    const run = new AbortController();
    const stopAt = random.below(3) === 0 ? random.below(5) : Infinity;
    let turns = 0;
    const model = modelOf(random, () => {
      if ((turns += 1) > stopAt) run.abort();
    });
    const before = childrenOfThis();
    const lead = { ...leadOf(['helper', 'sub', 'silent', 'liar'], LIMITS), budgetUsd: 1.2 };
    const sub = {
      ...idle,
      agent: 'sub',
      mayDispatch: ['helper', 'silent'],
      fleet: plannedFleet(['helper']),
      budgetUsd: 0.6,
    };
    const team = [idle, sub, hostilePlan('silent'), hostilePlan('liar')];
    const fleet = await runFleet(model, { lead, team, use: withHostile, cancelled: run.signal });
    const all = members(fleet.crew.fleet());
    const workers = [...fleet.crew.colleagues.values()].filter(({ hire }) => hire !== null);
    expect(all.reduce((sum, { ownMicroUsd }) => sum + ownMicroUsd, 0)).toBe(fleet.run.spentMicroUsd);
    expect(fleet.run.spentMicroUsd).toBeLessThanOrEqual(1_200_000);
    expect(left(fleet.crew.fleet(), 'main').reserved).toBe(0);
    expect(workers.filter(({ end }) => end === null)).toEqual([]);
    expect(workers.length).toBeLessThanOrEqual(LIMITS.max_total_workers);
    expect(Math.max(...all.map(({ actor }) => depthOf(actor)))).toBeLessThanOrEqual(2);
    const told = (type: string) => fleet.entries.filter((entry) => entry.type === type).length;
    expect([told('worker'), told('worker_end')]).toEqual([workers.length, workers.length]);
    expect(fleet.leftBehind).toEqual(['audit.jsonl', 'checkout']);
    expect(childrenOfThis()).toEqual(before);
  },
);
