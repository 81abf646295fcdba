import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { ROOT, run } from './run-dispatch.ts';

const dispatch = (...args: string[]) => run(join(ROOT, 'cli/dispatch'), args, {});

describe('the table of commands is what the commands themselves say', () => {
  test.each(COMMANDS.map((command) => [command.name, command] as const))('%s', async (name, command) => {
    const { code, out } = await dispatch(name, '--help');
    expect(code).toBe(0);
    expect(out.startsWith(`dispatch ${name}`)).toBe(true);
    expect(out).toMatch(/^Examples?[ :,]/m);
    expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(150);
    const usage = out
      .split('\n')
      .filter((line) => !/^ {2,}dispatch /.test(line) && !line.includes('| dispatch'));
    // What stands in quotes is an argument of some other program.
    const written = new Set(
      usage
        .join('\n')
        .replaceAll(/'[^'\n]*'/g, '')
        .match(/(?<![\w-])--[a-z][a-z-]*/g),
    );
    written.delete('--help');
    expect(written).toEqual(new Set(command.options.map((option) => option.split(' ')[0])));
  });

  test.each(COMMANDS.map(({ name }) => name))(
    '%s names the option that is nearest to a mistyped one',
    async (name) => {
      expect(await dispatch(name, '--hepl')).toMatchObject({
        code: 2,
        out: '',
        err: `dispatch ${name} knows no option '--hepl'. Did you mean '--help'? 'dispatch ${name} --help' explains it.\n`,
      });
    },
  );
});

test('an option that is near to none gets the list, and what follows -- is no option', async () => {
  const { code, err } = await dispatch('gc', '--frobnicate=1');
  expect(code).toBe(2);
  expect(err).toContain("no option '--frobnicate'. It takes --state-dir, --days, --dry-run, --json, --help.");
  expect((await dispatch('check', '--', '--frobnicate')).err).not.toContain('knows no option');
});

describe('in bash', () => {
  let script = '';
  const folder = mkdtempSync(join(tmpdir(), 'completions-'));
  beforeAll(async () => {
    script = (await dispatch('completions', 'bash')).out;
    writeFileSync(join(folder, 'dispatch.bash'), script);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What bash offers after these words, of which the last is being typed. */
  function offered(...words: string[]): string[] {
    const typed = words.map((word) => `'${word}'`).join(' ');
    const program = `source ./dispatch.bash; COMP_WORDS=(${typed}); COMP_CWORD=${words.length - 1}; _dispatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['--norc', '-c', program], { cwd: folder, encoding: 'utf8' })
      .split('\n')
      .filter((word) => word !== '');
  }

  test('commands, options, the values of an option, files and verbs are offered', () => {
    expect(offered('dispatch', 'red')).toEqual(['redteam', 'redact']);
    expect(offered('dispatch', 'gc', '--')).toEqual([
      '--state-dir',
      '--days',
      '--dry-run',
      '--json',
      '--help',
    ]);
    expect(offered('dispatch', 'ledger', '--by', 'r')).toEqual(['repository']);
    expect(offered('dispatch', 'check', '--config', 'dis')).toEqual(['dispatch.bash']);
    expect(offered('dispatch', 'check', 'dis')).toEqual(['dispatch.bash']);
    expect(offered('dispatch', 'gc', '--days', '')).toEqual([]);
    expect(offered('dispatch', 'audit', '')).toEqual(['verify', 'show']);
    expect(offered('dispatch', 'help', 'ch')).toEqual(['check']);
  });

  test('every command and every option of the table is in the script', () => {
    for (const { name, options } of COMMANDS)
      expect(offered('dispatch', name, '--')).toEqual([
        ...options.map((option) => option.split(' ')[0]),
        '--help',
      ]);
  });
});

test.each(['zsh', 'fish'])('%s has a script that names every command and every option', async (shell) => {
  const { code, out } = await dispatch('completions', shell);
  expect(code).toBe(0);
  for (const { name, options } of COMMANDS) {
    expect(out).toContain(name);
    const lines = out
      .split('\n')
      .filter((line) => line.includes(shell === 'zsh' ? `    ${name})` : `from ${name}'`));
    for (const option of options) {
      const word = option.split(' ')[0] ?? '';
      expect(lines.join('\n')).toContain(shell === 'zsh' ? `'${word}` : `-l ${word.slice(2)}`);
    }
  }
});

test.each([[[]], [['csh']], [['bash', 'zsh']]])('names the shells for %j', async (words) => {
  expect(await dispatch('completions', ...words)).toMatchObject({
    code: 2,
    out: '',
    err: "Name one shell: bash, zsh, fish. 'dispatch completions --help' explains it.\n",
  });
});
