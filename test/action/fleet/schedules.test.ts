import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { actorEnds } from '../../../core/fleet/actor-end.ts';
import { depthOf, MAIN } from '../../../core/fleet/actor-id.ts';
import { left, members, type Fleet } from '../../../core/fleet/fleet.ts';
import { helper, leadPlan, playCrew } from './play-crew.ts';

/* Any order of starts, ends, cancellations and messages, by any member: what must hold holds after each step. */

const LIMITS = { max_depth: 2, max_workers: 3, max_parallel: 2, max_total_workers: 8 };
const step = fc.record({
  who: fc.nat(8),
  what: fc.constantFrom('spawn', 'sublead', 'end', 'cancel', 'message', 'spend', 'list'),
  number: fc.integer({ min: 1, max: 4 }),
  end: fc.constantFrom(...actorEnds),
  micro: fc.nat(150_000),
});

/** What of the run's money is neither spent, held nor left, in micro-dollars. */
function lostMoney(fleet: Fleet): number {
  const { budget, spent, reserved, left: rest } = left(fleet, MAIN);
  return Math.max(0, budget - spent - reserved) - rest;
}

test('no order of things loses money, goes beyond a limit, or leaves somebody behind', async () => {
  const sub = { ...leadPlan('sub', ['helper'], LIMITS), budgetUsd: 0.3 };
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const { crew, working, ask, spawn } = playCrew(leadPlan('lead', ['helper', 'sub'], LIMITS), [
        sub,
        helper,
      ]);
      for (const { who, what, number, end, micro } of steps) {
        const all = members(crew.fleet());
        const actor = all[who % all.length]?.actor ?? MAIN;
        if (what === 'spawn') await spawn(actor);
        if (what === 'sublead') await ask(actor, 'spawn_sublead', { agent: 'sub', task: 'x' });
        if (what === 'end') working.get(actor)?.end({ end, costMicroUsd: micro });
        if (what === 'cancel') await ask(actor, 'cancel', { worker: number });
        if (what === 'message') await ask(actor, 'message', { worker: number, text: 'x' });
        if (what === 'spend') crew.spent(actor, micro);
        if (what === 'list') await ask(actor, 'list');
        await new Promise((resolve) => setImmediate(resolve));
        const fleet = crew.fleet();
        const open = members(fleet).filter(({ state }) => ['queued', 'starting', 'running'].includes(state));
        expect(lostMoney(fleet)).toBe(0);
        expect(members(fleet).length - 1).toBeLessThanOrEqual(LIMITS.max_total_workers);
        expect(Math.max(...members(fleet).map((one) => depthOf(one.actor)))).toBeLessThanOrEqual(2);
        for (const one of open)
          expect(open.filter(({ parent }) => parent === one.actor).length).toBeLessThanOrEqual(
            LIMITS.max_workers,
          );
        expect([...working.keys()].toSorted()).toEqual(
          open.flatMap(({ actor: id, state }) => (id === MAIN || state === 'queued' ? [] : [id])).toSorted(),
        );
      }
      await crew.dismiss(MAIN);
      expect(working.size).toBe(0);
      expect(left(crew.fleet(), MAIN).reserved).toBe(0);
      for (const { gone, hire } of crew.colleagues.values()) if (hire !== null) await gone.promise;
    }),
    { numRuns: 300 },
  );
});
