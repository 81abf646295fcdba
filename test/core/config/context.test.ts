import { describe, expect, test } from 'vitest';
import { contextWords, plannedContext } from '../../../core/config/context.ts';
import { readConfig } from '../../../core/config/read.ts';
import { compile, plainFacts } from '../../../core/profile/compile.ts';

const read = (more: string) =>
  readConfig(`version: 1\nagents:\n  a: { description: x, system_prompt: y${more} }\n`, 'dispatch.yml');
const planned = (more: string) => {
  const found = read(more);
  if ('problems' in found) throw new Error(JSON.stringify(found.problems));
  return found.config.agents['a']?.context;
};

describe('context', () => {
  test('is nothing where nothing is said', () => {
    expect(planned('')).toEqual({ thread: null, diff: null, failures: null });
    expect(contextWords(plannedContext([]))).toBe('the task and the last commit only');
  });

  test('is names, or names with some of their limits; every limit gets its value', () => {
    expect(planned(', context: [thread, diff]')).toEqual({
      thread: { comments: 20, kb: 32 },
      diff: { kb: 64 },
      failures: null,
    });
    expect(planned(', context: [failures: { jobs: 1 }, diff: { kb: 9 }, thread: { comments: 0 }]')).toEqual({
      thread: { comments: 0, kb: 32 },
      diff: { kb: 9 },
      failures: { jobs: 1, kb: 32 },
    });
  });

  test.each([
    '[threads]',
    '[thread, thread]',
    '[thread, thread: { kb: 1 }]',
    '[thread: { kb: 0 }]',
    '[thread: { kb: 257 }]',
    '[thread: { comments: 101 }]',
    '[thread: { diff: 1 }]',
    '[diff: { comments: 1 }]',
    '[failures: { jobs: 11 }]',
    '[failures, failures]',
    'thread',
  ])('%s is not taken', (written) => {
    const found = read(`, context: ${written}`);
    expect('problems' in found && found.problems.map(({ remedy }) => remedy).join(' ')).toContain(
      'a list that holds some of thread, diff and failures',
    );
  });

  test('of a thread is strangers’ words: with something to steal and effects a person has to agree', () => {
    const kind = (context: string, isPrivate: boolean) => {
      const found = read(`, tools: [Edit], outputs: [comment, patch], context: ${context}`);
      if ('problems' in found) throw new Error(JSON.stringify(found.problems));
      const facts = {
        ...plainFacts,
        trigger: 'comment' as const,
        hasApprover: true,
        repository: { private: isPrivate },
      };
      return compile(found.config, 'a', facts).kind;
    };
    expect(kind('[thread]', true)).toBe('needs-approval');
    expect(kind('[thread]', false)).toBe('plan');
    expect(kind('[diff]', true)).toBe('plan');
    expect(kind('[]', true)).toBe('plan');
  });
});
