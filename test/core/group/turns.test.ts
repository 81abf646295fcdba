import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlannedGroup } from '../../../core/config/group.ts';
import { actorEnds } from '../../../core/fleet/actor-end.ts';
import { LONGEST_GIVEN } from '../../../core/fleet/words.ts';
import { saysResolved } from '../../../core/group/resolved.ts';
import type { Said } from '../../../core/group/said.ts';
import { dialogueEnd, nextTurns } from '../../../core/group/turns.ts';

const parallel: PlannedGroup = {
  mode: 'parallel',
  members: ['a', 'b'],
  models: [],
  aggregate: 'c',
  rounds: 1,
  haltOnFailure: false,
  sharedContext: null,
};
const dialogue: PlannedGroup = { ...parallel, mode: 'dialogue', aggregate: null, rounds: 3 };
const said = (agent: string, text = '', end: Said['end'] = 'finished'): Said => ({
  agent,
  end,
  text,
  taint: [],
  cause: null,
});

describe('[RESOLVED]', () => {
  test.each<[text: string, counts: boolean]>([
    ['[RESOLVED]', true],
    ['Done.\n\n[RESOLVED]', true],
    ['Done.\n[RESOLVED]  \n\n', true],
    ['- a point\n\n[RESOLVED]', true],
    ['```\ncode\n```\n[RESOLVED]', true],
    ['', false],
    ['Done. [RESOLVED]', false],
    ['[RESOLVED] or not?', false],
    ['[RESOLVED]\n\nNo, wait.', false],
    ['[resolved]', false],
    ['`[RESOLVED]`', false],
    ['**[RESOLVED]**', false],
    ['You wrote:\n> [RESOLVED]', false],
    ['> You wrote\n[RESOLVED]', false],
    ['- you wrote\n[RESOLVED]', false],
    ['1. you wrote\n\n   [RESOLVED]', false],
    ['```\n[RESOLVED]\n```', false],
    ['```\n[RESOLVED]', false],
    ['~~~~\nYou wrote\n[RESOLVED]', false],
    ['You wrote\n\n    [RESOLVED]', false],
    ['[RESOLVED]: https://example.com', false],
    ['# [RESOLVED]', false],
    [`${'a'.repeat(LONGEST_GIVEN)}\n\n[RESOLVED]`, false],
  ])('%j: %j', (text, counts) => {
    expect(saysResolved(text)).toBe(counts);
  });

  test('takes time that grows with the text, whatever it is', () => {
    const hostile = ['> '.repeat(19_000), '['.repeat(39_000), '*_'.repeat(19_000), '`'.repeat(39_000)];
    const began = process.threadCpuUsage();
    for (const text of hostile) saysResolved(`${text}\n\n[RESOLVED]`);
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});

describe('side by side', () => {
  test('all members begin, then whoever makes one answer of theirs, then nobody', () => {
    expect(nextTurns(parallel, [])).toEqual(['a', 'b']);
    const both = [said('a'), said('b', '', 'failed')];
    expect(nextTurns(parallel, both)).toEqual(['c']);
    expect(nextTurns(parallel, [...both, said('c')])).toEqual([]);
    expect(nextTurns({ ...parallel, aggregate: null }, both)).toEqual([]);
  });

  test('nobody makes an answer of nothing, nor after a failure where one ends the group', () => {
    expect(nextTurns(parallel, [said('a', '', 'died'), said('b', '', 'timed_out')])).toEqual([]);
    expect(nextTurns({ ...parallel, haltOnFailure: true }, [said('a'), said('b', '', 'failed')])).toEqual([]);
  });
});

describe('a dialogue', () => {
  test('one alone does not end it: the other has a turn to object', () => {
    const one = [said('a', 'So.\n\n[RESOLVED]')];
    expect(nextTurns(dialogue, one)).toEqual(['b']);
    expect(dialogueEnd(dialogue, [...one, said('b', 'No.')])).toBe(null);
    expect(dialogueEnd(dialogue, [...one, said('b', 'No.'), said('a', '[RESOLVED]')])).toBe(null);
    expect(dialogueEnd(dialogue, [...one, said('b', '[RESOLVED]')])).toBe('agreed');
  });

  const texts = fc.constantFrom('[RESOLVED]', 'x\n\n[RESOLVED]', '> [RESOLVED]', 'no', '');
  const ends = fc.constantFrom(...actorEnds, ...Array<'finished'>(30).fill('finished'));

  test('whatever is said: they take turns, at most so many, and it ends for one of three reasons', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10 }),
        fc.array(fc.tuple(texts, ends), { minLength: 21, maxLength: 21 }),
        (rounds, script) => {
          const group = { ...dialogue, rounds };
          const all: Said[] = [];
          for (const [text, end] of script) {
            const [agent, ...others] = nextTurns(group, all);
            if (agent === undefined) break;
            expect([agent, others]).toEqual([all.length % 2 === 0 ? 'a' : 'b', []]);
            all.push(said(agent, text, end));
          }
          expect(all.length).toBeLessThanOrEqual(2 * rounds);
          const [before, last] = all.slice(-2);
          const says = (one: Said | undefined) => /^(x\n\n)?\[RESOLVED\]$/.test(one?.text ?? '');
          const failed = last?.end !== 'finished';
          const reason = failed ? 'failed' : says(before) && says(last) ? 'agreed' : 'used-up';
          expect(dialogueEnd(group, all)).toBe(reason);
          expect(reason !== 'used-up' || all.length === 2 * rounds).toBe(true);
        },
      ),
    );
  });
});
