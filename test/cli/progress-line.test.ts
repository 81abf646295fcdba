import { describe, expect, test } from 'vitest';
import { countLine, openProgressLine, progressText, type Figures } from '../../cli/local/progress-line.ts';

const terminal = (differing: { isTTY?: boolean; columns?: number } = {}) => {
  const written: string[] = [];
  return {
    screen: { isTTY: true, columns: 60, ...differing, write: (text: string) => written.push(text) },
    written,
  };
};
const CLEAR = '\r\u001B[2K';

describe('the last line of a terminal', () => {
  test('is written anew, steps aside for what stays, and goes at the end', () => {
    const { screen, written } = terminal();
    const line = openProgressLine(screen, { TERM: 'xterm', NO_COLOR: '1' });
    line.show('1 s');
    line.show('2 s');
    line.apart(() => screen.write('a block\n'));
    line.end();
    line.apart(() => screen.write('the last block\n'));
    expect(written).toEqual([
      `${CLEAR}1 s`,
      `${CLEAR}2 s`,
      CLEAR,
      'a block\n',
      `${CLEAR}2 s`,
      CLEAR,
      'the last block\n',
    ]);
  });

  test('is dim where colours are wanted, and no longer than the terminal is wide', () => {
    const { screen, written } = terminal({ columns: 30 });
    openProgressLine(screen, {}).show('x'.repeat(100));
    expect(written).toEqual([`${CLEAR}\u001B[2m${'x'.repeat(29)}\u001B[22m`]);
  });

  test.each([
    ['a pipe', { isTTY: false }, {}],
    ['CI', {}, { CI: 'true' }],
    ['a terminal that clears nothing', {}, { TERM: 'dumb' }],
  ])('is none in %s', (_, differing, env) => {
    const { screen, written } = terminal(differing);
    const line = openProgressLine(screen, env);
    line.show('1 s');
    line.apart(() => screen.write('a block\n'));
    line.end();
    expect(written).toEqual(['a block\n']);
  });

  test('shows no command for the terminal, whatever a step is called', () => {
    const { screen, written } = terminal();
    openProgressLine(screen, { NO_COLOR: '1' }).show('step\r\n\u001B[2J\u001B]0;title\u0007 \u202Eevil');
    expect(written).toEqual([`${CLEAR}step <U+202E>evil`]);
  });
});

test('it tells the time, the step, the calls and what was spent', () => {
  const lines = [
    'agent reviewer: Grep, Read; at most $1.5, 30 turns, 15 minutes; workspace read-only',
    'claude 2.1.329 started with Grep, Read',
    'allowed  Read /workspace/a.js',
    'answer 1: $0.0123 so far',
    'refused  Read /etc/passwd  (inside-workspace: it is outside the workspace.)',
    'allowed  Grep answer 9: $999.0 so far',
    'answer 2: $0.0456 so far',
  ];
  const none: Figures = { calls: 0, refused: 0, spentUsd: null, budgetUsd: null };
  const figures = lines.reduce(countLine, none);
  expect(figures).toEqual({ calls: 2, refused: 1, spentUsd: 0.0456, budgetUsd: 1.5 });
  const stage = { job: 'agent', step: { name: 'Run the agent', number: 3 }, steps: 6 };
  expect(progressText(75_000, stage, figures)).toBe(
    '1 min 15 s · 2 allowed, 1 refused · $0.05 of $1.50 · step 3 of 6: Run the agent',
  );
  expect(progressText(500, null, none)).toBe('1 s');
  expect(progressText(500, null, { ...none, spentUsd: 0.5 })).toBe('1 s · $0.50 spent');
});
