import { describe, expect, test } from 'vitest';
import { precedence } from '../../../core/failure/classes.ts';
import { actorEndOf, actorEnds } from '../../../core/fleet/actor-end.ts';
import { childId, depthOf, isWithin, MAIN, parentOf } from '../../../core/fleet/actor-id.ts';

describe('the id of an actor', () => {
  test('is its path from the lead', () => {
    const actor = childId(childId(MAIN, 1), 12);
    expect(actor).toBe('main/1/12');
    expect([parentOf(actor), parentOf('main/1'), parentOf(MAIN)]).toEqual(['main/1', MAIN, null]);
    expect([depthOf(actor), depthOf(MAIN)]).toEqual([2, 0]);
  });

  test('tells whom it stands below', () => {
    expect(isWithin('main/1/2', 'main/1')).toBe(true);
    expect(isWithin('main/1', 'main/1')).toBe(true);
    // A name that only begins in the same way.
    expect(isWithin('main/12', 'main/1')).toBe(false);
    expect(isWithin('main', 'main/1')).toBe(false);
  });
});

describe('how an actor ended', () => {
  test('is one of eight words, whatever failed', () => {
    expect(actorEnds).toHaveLength(8);
    for (const name of precedence) {
      expect(actorEnds).toContain(actorEndOf(name));
      expect(actorEndOf(name), name).not.toBe('finished');
    }
    expect(actorEndOf(null)).toBe('finished');
  });

  test.each([
    ['cancelled', 'cancelled'],
    ['timeout', 'timed_out'],
    ['api-rate-limit', 'rate_limited'],
    ['api-overloaded', 'rate_limited'],
    ['context', 'context_full'],
    ['budget', 'over_budget'],
    ['bug', 'died'],
    ['api', 'failed'],
  ] as const)('a failure of class %s is %s', (name, how) => expect(actorEndOf(name)).toBe(how));
});
