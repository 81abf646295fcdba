import type { PlannedFleet } from '../config/fleet.ts';
import type { DiffLine } from './diff-line.ts';
import type { Plan } from './plan.ts';

type Side = Pick<Plan, 'mayDispatch' | 'fleet'>;

/** What an agent that may start no workers may start of them. */
const NONE: PlannedFleet = {
  maxDepth: 0,
  maxWorkers: 0,
  maxParallel: 0,
  maxTotalWorkers: 0,
  haltOnFailure: false,
};

/** What changed in which agents an agent may start as workers, and in how many of them. */
export function diffFleet(base: Side, head: Side): DiffLine[] {
  const gained = head.mayDispatch.filter((one) => !base.mayDispatch.includes(one));
  const lost = base.mayDispatch.filter((one) => !head.mayDispatch.includes(one));
  return [
    ...gained.map((one): DiffLine => ({ mark: 'expansion', what: 'may_dispatch', text: `+ ${one}` })),
    ...lost.map((one): DiffLine => ({ mark: 'narrowing', what: 'may_dispatch', text: `- ${one}` })),
    ...(head.fleet === null ? [] : diffLimits(base.fleet ?? NONE, head.fleet)),
  ];
}

function diffLimits(base: PlannedFleet, head: PlannedFleet): DiffLine[] {
  return [
    ...amount('max_depth', base.maxDepth, head.maxDepth),
    ...amount('max_workers', base.maxWorkers, head.maxWorkers),
    ...amount('max_parallel', base.maxParallel ?? Infinity, head.maxParallel ?? Infinity),
    ...amount('max_total_workers', base.maxTotalWorkers, head.maxTotalWorkers),
    ...(base.haltOnFailure === head.haltOnFailure
      ? []
      : [line('change', 'halt_on_failure', `${String(base.haltOnFailure)} → ${String(head.haltOnFailure)}`)]),
  ];
}

function amount(limit: string, base: number, head: number): DiffLine[] {
  if (base === head) return [];
  const told = (value: number) => (value === Infinity ? 'by cores' : String(value));
  return [line(head > base ? 'expansion' : 'narrowing', limit, `${told(base)} → ${told(head)}`)];
}

function line(mark: DiffLine['mark'], limit: string, text: string): DiffLine {
  return { mark, what: `fleet.${limit}`, text };
}
