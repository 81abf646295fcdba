import { refuse, type Refusal } from '../refusal.ts';
import { dollars } from '../pricing/prices.ts';
import { depthOf } from './actor-id.ts';
import type { Purse } from './envelopes.ts';
import { isOpen, type Member, type Members } from './member.ts';
import { childrenIn } from './tree.ts';

/** How deep and how many, see `FleetLimits`. */
type Caps = Readonly<Record<'maxDepth' | 'maxWorkers' | 'maxTotalWorkers', number>>;

/** Why a member may have no other worker now, whatever it costs; null when it may. */
export function overCaps(members: Members, by: Member, limits: Caps): Refusal | null {
  if (depthOf(by.actor) >= limits.maxDepth)
    return refuse(
      'too-deep',
      `${by.actor} may start nobody: this fleet is ${limits.maxDepth} deep at most (max_depth).`,
      'Do the work yourself, or hand it back to whoever started you.',
    );
  const open = childrenIn(members, by.actor).filter(isOpen).length;
  if (open >= limits.maxWorkers)
    return refuse(
      'too-many-workers',
      `${by.actor} has ${open} workers that have not ended, the most that it may have at once (max_workers).`,
      'Wait until one of them ends, then try again.',
    );
  const ever = members.size - 1;
  if (ever < limits.maxTotalWorkers) return null;
  return refuse(
    'workers-used-up',
    `This run has started ${ever} workers, the most that it may (max_total_workers).`,
    'Do what is left without another worker.',
  );
}

/** The refusal of a worker that is expected to need more than is left, with all the numbers. */
export function overEnvelope(by: Member, { budget, spent, reserved, left }: Purse, needs: number): Refusal {
  const parts =
    `The budget of ${by.actor} is ${dollars(budget)}: ${dollars(spent)} are spent, ${dollars(reserved)} are reserved ` +
    `for workers that have not ended, and ${dollars(left)} are left, but this worker may need ${dollars(needs)}.`;
  const remedy =
    needs <= budget - spent
      ? 'Wait until a worker ends, name a smaller budget_usd, or do what is left without another worker.'
      : 'Name a smaller budget_usd, or do what is left without another worker.';
  return refuse('over-envelope', parts, remedy);
}

/** The refusal of somebody who has ended, does not run yet, is being ended, or never was. */
export function notRunning(actor: string, by: Member | undefined): Refusal {
  const state = by?.isHalted === true && isOpen(by) ? 'being ended' : by?.state.replace('_', ' ');
  return refuse(
    'actor-gone',
    `${actor} ${state === undefined ? 'is no member of this fleet' : `is ${state}`} and may start nobody.`,
    'Nothing to do: only members that run may start others.',
  );
}

/** The refusal of a budget that is no amount of money. */
export function noAmount(asked: number): Refusal {
  return refuse(
    'budget-unreadable',
    `${asked} micro-dollars are no budget for a worker.`,
    'Name a budget_usd above 0, or none at all.',
  );
}
