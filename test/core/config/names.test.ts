import { expect, test } from 'vitest';
import { agentNamePattern, isReserved, reservedVerbs, skeleton } from '../../../core/config/names.ts';

test.each([
  ['rev1ewer', 'revlewer'],
  ['bo0k', 'book'],
  ['co-der', 'coder'],
  ['learner', 'leamer'],
  ['revvriter', 'rewriter'],
])('%s and %s look alike', (one, other) => expect(skeleton(one)).toBe(skeleton(other)));

test('names that differ to the eye stay apart', () => {
  const names = ['reviewer', 'planner', 'tester', 'editor', 'writer', 'reader'];
  expect(new Set(names.map(skeleton)).size).toBe(names.length);
});

test.each([...reservedVerbs])('%s is ours, and no agent may bear it', (verb) => {
  expect(isReserved(verb)).toBe(true);
  expect(agentNamePattern.test(verb)).toBe(false);
  expect(agentNamePattern.test(`${verb}er`)).toBe(true);
});
