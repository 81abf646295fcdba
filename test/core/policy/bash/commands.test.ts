import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commandsOf } from '../../../../core/policy/bash/commands.ts';
import { judgeCommand } from '../../../../core/policy/bash/judge-command.ts';
import { isUnclear, type Commands } from '../../../../core/policy/bash/simple.ts';
import { spelled } from '../../../../core/policy/bash/words.ts';

const read = (source: string) => commandsOf(source) as Commands;
const lines = (source: string) => read(source).commands.map(({ argv }) => argv.map(spelled).join(' '));

describe('the commands of a source', () => {
  test('are all of them, with what substitutions, code and wrappers run', () => {
    expect(lines('a "$(b)" | c <(d) && e `f`')).toEqual(['a "$(b)"', 'b', 'c <(d)', 'd', 'e `f`', 'f']);
    expect(lines("bash -c 'a; b'")).toEqual(['bash -c a; b', 'a', 'b']);
    expect(lines('env A=b timeout 5 c d')).toEqual(['env A=b timeout 5 c d', 'timeout 5 c d', 'c d']);
    expect(lines('find . -exec a {} \\; -exec b {} +')).toEqual([
      'find . -exec a {} ; -exec b {} +',
      'a {}',
      'b {}',
    ]);
    expect(lines("trap 'a' EXIT; eval b c")).toEqual(['trap a EXIT', 'a', 'eval b c', 'b c']);
    expect(lines('cat <<E\n$(a)\nE\ncat <<"F"\n$(b)\nF')).toEqual(['cat', 'a', 'cat']);
  });

  test('come with their assignments and redirections', () => {
    expect(read('A=1 B=$x c >f 2>&1 <<<w').commands[0]).toMatchObject({
      assignments: ['A', 'B'],
      redirections: [
        { operator: '>', target: { literal: 'f' } },
        { operator: '>&', target: { literal: '1' } },
        { operator: '<<<', target: { literal: 'w' } },
      ],
    });
  });

  test.each(['nice a', 'eval a', "trap 'a' EXIT", "bash -c 'a'", 'find . -exec a \\;', 'env B=1 a'])(
    'tell what is wrapped by what: %s',
    (source) => {
      const [outer, inner, ...others] = read(source).commands;
      expect(outer).toMatchObject({ wraps: true });
      expect(inner).toMatchObject({ argv: [{ literal: 'a' }], wraps: false });
      expect(inner?.parent).toBe(outer);
      expect(others).toEqual([]);
    },
  );

  test.each([
    'trap',
    'trap -',
    'trap a',
    "trap '' INT",
    'trap - INT',
    'trap -lp',
    'trap -- - INT',
    'find . -name a',
  ])('wrap nothing where none is run: %s', (source) => {
    expect(read(source)).toMatchObject({ commands: [{ wraps: false }], hidden: [] });
    expect(read(source).commands).toHaveLength(1);
  });

  test.each([
    ['ssh a b', 'ssh runs other programs in its own way'],
    ['source a', 'source runs a file'],
    ['. a', '. runs a file'],
    ['bash a', 'bash runs a file or its input'],
    ['sed a', 'sed runs code that is not bash'],
    ['git bisect run a', 'git bisect can run commands'],
    ['git rebase --exec=a', 'git --exec=a can run commands'],
    ['find "$a"', 'find may run what its words become'],
  ])('tell of what is not listed although its words may name it: %s', (source, hidden) => {
    expect(read(source).commands).toMatchObject([{ hidden, opaque: true }]);
  });

  test.each([
    '$x a',
    'bash -c "$x"',
    'eval $x',
    'alias a=b',
    'python3 -c x',
    'source a',
    'ssh a b',
    'env -S a',
    'a=b; echo $((a))',
  ])('are marked where something stays hidden: %s', (source) => {
    const { commands, hidden } = read(source);
    expect([...hidden, ...commands.flatMap((one) => one.hidden ?? [])]).not.toEqual([]);
  });

  test.each(['a "', 'a <<E\nb', 'if a', '$(', 'a\u0000b', 'a\ud800', 'a <(b)\\c', 'a '.repeat(40_000)])(
    'are not read from what is not one certain script: %j',
    (source) => {
      expect(isUnclear(commandsOf(source))).toBe(true);
    },
  );
});

describe('the judge of commands', () => {
  test('never throws, and gives a reason and a remedy', () => {
    const piece = fc.constantFrom(
      ...'$(){}[]<>|&;\'"`\\ \n#!*?~=,'.split(''),
      'a',
      'git',
      'eval',
      'EOF',
      '<<E',
      '$((',
      '[[',
    );
    const source = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.array(piece, { maxLength: 40 }).map((all) => all.join('')),
    );
    fc.assert(
      fc.property(source, (text) => {
        const verdict = judgeCommand(text, { allow: ['git log *'], deny: ['git push'] });
        return verdict === 'pass' || (verdict.because.endsWith('.') && verdict.remedy.endsWith('.'));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['a list', (size: number) => 'ls a;'.repeat(size / 5)],
    ['many words', (size: number) => `ls ${'a '.repeat(size / 2)}`],
    ['nested substitutions', (size: number) => `${'$('.repeat(size / 3)}${')'.repeat(size / 3)}`],
    ['nested wrappers', (size: number) => `${'env '.repeat(size / 4)}ls`],
    ['nested code', (size: number) => `${'eval '.repeat(size / 5)}ls`],
    ['braces', (size: number) => `ls ${'{'.repeat(size)}`],
    ['quotes', (size: number) => `ls ${'"a"'.repeat(size / 3)}`],
    ['sums', (size: number) => `echo $((${'1+'.repeat(size / 2)}1))`],
    ['a sed script', (size: number) => `sed s/${'\\a'.repeat(size / 2)}`],
  ])('64 KiB of %s get an answer', (_, make) => {
    const rules = { allow: ['ls *', 'echo *', 'sed *'], deny: ['git push'] };
    expect(judgeCommand(make(60_000), rules)).toBeDefined();
  });
});
