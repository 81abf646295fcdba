import { describe, expect, test } from 'vitest';
import { commandsOf } from '../../../../core/policy/bash/commands.ts';
import { judgeCommand } from '../../../../core/policy/bash/judge-command.ts';
import { ruleListOf } from '../../../../core/policy/bash/rule-list.ts';

const rules = {
  allow: ['ls *', 'echo *', 'cat *', 'sed *', 'git log *', 'find *', 'bash *'],
  deny: ['git push *', 'git * --force', 'rm *'],
};

describe('what nobody could check is refused', () => {
  test.each([
    ['a word too many', `ls ${'a '.repeat(10_000)}`, 'more than a person could check'],
    [
      'code within code',
      `bash -c "eval '${'ls a b;'.repeat(900)}${'#'.repeat(40_000)}'"`,
      'person could check',
    ],
    ['wrappers of many words', `nice nice nice nice nice ls ${'a '.repeat(3000)}`, 'person could check'],
    ['here-documents', 'cat <<E\nE\n'.repeat(101), 'more than 100 here-documents'],
    ['expansions in expansions', `ls ${'${a:-'.repeat(51)}`, 'more than 50 expansions'],
    ['coprocesses', `${'coproc '.repeat(9000)}ls`, 'nested too deep'],
    ['control characters in code', String.raw`eval $'ls \001'`, 'control characters'],
  ])('%s', (_, line, why) => {
    expect(commandsOf(line)).toEqual({ unclear: expect.stringContaining(why) as string });
  });

  test.each([
    'cat <<E\nE\n'.repeat(100),
    `ls ${'${a} ${b:-c} ${d[1]} ${e[@]:1} ${f#*/} '.repeat(30)}`,
    `ls ${'${a:-"b"} '.repeat(50)}`,
    `ls ${'a '.repeat(4000)}`,
    'ls;'.repeat(1000),
  ])('and what a person could is not', (line) => {
    expect(commandsOf(line)).toHaveProperty('commands');
  });

  test.each([
    ['a path that is too long', `ls >${'a'.repeat(4097)}`],
    ['marks without end on a letter', `ls >a${'\u0301\u0316'.repeat(16)}`],
    ['marks that only look like letters', `ls >a${'\uFF9E'.repeat(31)}`],
  ])('%s', (_, line) => {
    expect(judgeCommand(line, { allow: ['*'], deny: [] })).toMatchObject({
      because: expect.stringContaining('than the name of any file') as string,
    });
    expect(judgeCommand(line.replace('ls >', 'cd '), { allow: ['ls *'], deny: [] })).not.toBe('pass');
  });

  test('and marks as people write them are not', () => {
    expect(judgeCommand(`ls >a${'\u0301\u0316'.repeat(15)}`, { allow: ['*'], deny: [] })).toBe('pass');
  });
});

describe('the patterns of a profile', () => {
  test('are read once for a list', () => {
    expect(ruleListOf(rules.allow)).toBe(ruleListOf(rules.allow));
    expect(ruleListOf([...rules.allow])).not.toBe(ruleListOf(rules.allow));
  });

  test('are found by the program that they name, those that name none by every program, in their order', () => {
    const list = ruleListOf(['git log *', '* --help', 'ls', 'git *', './run *', 'np*m x']);
    const found = (program: string) => list.of(program).map(({ text }) => text);
    expect(found('git')).toEqual(['git log *', '* --help', 'git *', './run *', 'np*m x']);
    expect(found('ls')).toEqual(['* --help', 'ls', './run *', 'np*m x']);
    expect(found('cat')).toEqual(['* --help', './run *', 'np*m x']);
    expect(list.hasEverything).toBe(false);
    expect(ruleListOf(['ls', '*']).hasEverything).toBe(true);
  });
});
