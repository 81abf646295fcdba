import { existsSync } from 'node:fs';
import { depthOf, MAIN } from '../../../core/fleet/actor-id.ts';
import { members, spentBy, stateOf } from '../../../core/fleet/fleet.ts';
import { isOpen, isUp, type Member } from '../../../core/fleet/member.ts';
import type { Stage } from './stage.ts';

/**
 * What must never be seen: more `overspent` than the budget; `books` of model, broker and fleet that differ; money
 * `held` for nothing, or not for something; an `orphan`, or a socket of one that has ended; `caps` exceeded; a dead or
 * foreign token that is not met by `deaf` ears; members that are `stuck`.
 */
export const oracleNames = ['overspent', 'books', 'held', 'orphan', 'caps', 'deaf', 'stuck'] as const;
export type OracleName = (typeof oracleNames)[number];

/** What was seen that must not be. */
export type Finding = { oracle: OracleName; what: string };

/** Looks at everything, between two acts. */
export function look(stage: Stage): Finding[] {
  return [...lookAtMoney(stage), ...lookAtMembers(stage), ...lookAtCaps(stage)];
}

function lookAtMoney(stage: Stage): Finding[] {
  const { schedule, broker, keeper, ledger, meter, model } = stage;
  const found: Finding[] = [];
  const fleet = keeper.fleet();
  const budget = schedule.limits.budgetMicroUsd;
  const cost = ledger.costOf(MAIN);
  if (cost > budget + ledger.beyond())
    found.push({ oracle: 'overspent', what: `${cost} of ${budget} micro-dollars were spent` });
  for (const { actor } of members(fleet)) {
    const books = [
      ledger.costOf(actor),
      ledger.logged(actor),
      broker.spentMicroUsd(actor),
      spentBy(fleet, actor),
    ];
    if (new Set(books).size > 1)
      found.push({
        oracle: 'books',
        what: `${actor}: model, log, broker and fleet say ${books.join(', ')}`,
      });
  }
  for (const { number, isUnsent } of ledger.entries())
    if (isUnsent && model.has(number))
      found.push({ oracle: 'books', what: `the model has request ${number}, which is free` });
  const expected = expectedUse(stage, MAIN);
  if (meter.used() !== expected)
    found.push({
      oracle: 'held',
      what: `${meter.used()} micro-dollars are spent or held, and not ${expected}`,
    });
  return found;
}

/** What is spent and held of an actor's envelope, by the requests that are known and the envelopes below it. */
function expectedUse(stage: Stage, actor: string): number {
  const { keeper, ledger } = stage;
  const own = ledger.entries().filter((entry) => entry.actor === actor);
  const flying = own.filter(({ reserved, isSettled }) => reserved !== null && !isSettled);
  const children = members(keeper.fleet()).filter(({ parent }) => parent === actor);
  const below = children.reduce((sum, child) => sum + ledger.costOf(child.actor), 0);
  let use = ledger.costOf(actor) - below + flying.reduce((sum, { reserved }) => sum + (reserved ?? 0), 0);
  for (const child of children) {
    if (isUnserved(stage, child.actor)) continue;
    use += isOpen(child)
      ? Math.max(child.budgetMicroUsd, expectedUse(stage, child.actor))
      : ledger.costOf(child.actor);
  }
  return use;
}

/** Waits for its place, or for its socket: nothing is held for it at the broker. */
function isUnserved({ keeper }: Stage, actor: string): boolean {
  return (
    !keeper.wasServed(actor) &&
    (stateOf(keeper.fleet(), actor) === 'queued' || keeper.opening().includes(actor))
  );
}

function lookAtMembers(stage: Stage): Finding[] {
  const { keeper, socketOf } = stage;
  const all = members(keeper.fleet());
  const open = new Set(all.filter(isOpen).map(({ actor }) => actor));
  return all.flatMap(({ actor, parent }): Finding[] => {
    const isServed = existsSync(socketOf(actor));
    if (open.has(actor) && parent !== null && !open.has(parent))
      return [{ oracle: 'orphan', what: `${actor} is there and ${parent} has ended` }];
    if (isServed && !open.has(actor)) return [{ oracle: 'orphan', what: `${actor} has ended and is served` }];
    if (isServed || !open.has(actor) || isUnserved(stage, actor)) return [];
    return [{ oracle: 'orphan', what: `${actor} is there and not served` }];
  });
}

function lookAtCaps({ schedule: { limits }, keeper }: Stage): Finding[] {
  const all = members(keeper.fleet());
  const exceeded = (what: string, count: number, most: number): Finding[] =>
    count > most ? [{ oracle: 'caps', what: `${count} ${what}, and ${most} may be` }] : [];
  const openChildren = (of: Member) => all.filter((one) => one.parent === of.actor && isOpen(one)).length;
  const busy = all.filter(
    (one) =>
      one.parent !== null && isUp(one) && !all.some((child) => child.parent === one.actor && isUp(child)),
  );
  return [
    ...exceeded('levels', Math.max(...all.map(({ actor }) => depthOf(actor))), limits.maxDepth),
    ...exceeded('workers of one', Math.max(...all.map(openChildren)), limits.maxWorkers),
    ...exceeded('workers ever', all.length - 1, limits.maxTotalWorkers),
    ...exceeded('at work', busy.length, limits.maxParallel),
  ];
}
