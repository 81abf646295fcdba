import { pullTriggerDefaults, type PullTrigger } from '../config/triggers.ts';
import type { DiffLine, Mark } from './diff-line.ts';

/** What starts an agent before anybody chose anything: no news of any pull request. */
const NONE: PullTrigger = { ...pullTriggerDefaults, events: [] };

/** Which pull requests start an agent more, or fewer, than before. A trigger that went is told with `triggers`. */
export function diffPullTrigger(before: PullTrigger | null, after: PullTrigger | null): DiffLine[] {
  if (after === null) return [];
  const base = before ?? NONE;
  const what = (key: keyof PullTrigger) => `triggers.pull_request.${key}`;
  return [
    ...chosen(what('events'), base.events, after.events),
    ...(['paths', 'labels'] as const).flatMap((key) =>
      before === null
        ? lines('change', what(key), '+', after[key])
        : filtered(what(key), before[key], after[key]),
    ),
    ...switched(what('drafts'), base.drafts, after.drafts),
    ...switched(what('forks'), base.forks, after.forks),
    ...(before === null || before.task === after.task
      ? []
      : [{ mark: 'change' as const, what: what('task'), text: 'changed' }]),
  ];
}

function chosen(what: string, base: readonly string[], head: readonly string[]): DiffLine[] {
  return [
    ...lines('expansion', what, '+', without(head, base)),
    ...lines('narrowing', what, '-', without(base, head)),
  ];
}

/** The first entry of a filter keeps pull requests out, the last one that goes lets them in. */
function filtered(what: string, base: readonly string[], head: readonly string[]): DiffLine[] {
  const turned = base.length === 0 || head.length === 0;
  return [
    ...lines(turned ? 'narrowing' : 'expansion', what, '+', without(head, base)),
    ...lines(turned ? 'expansion' : 'narrowing', what, '-', without(base, head)),
  ];
}

function switched(what: string, base: boolean, head: boolean): DiffLine[] {
  if (base === head) return [];
  return [{ mark: head ? 'expansion' : 'narrowing', what, text: `${String(base)} → ${String(head)}` }];
}

function without(list: readonly string[], others: readonly string[]): string[] {
  return list.filter((one) => !others.includes(one));
}

function lines(mark: Mark, what: string, sign: '+' | '-', entries: readonly string[]): DiffLine[] {
  return entries.map((entry) => ({ mark, what, text: `${sign} ${entry}` }));
}
