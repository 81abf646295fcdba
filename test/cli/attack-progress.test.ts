import { afterEach, expect, test, vi } from 'vitest';
import { attackProgress, attackText } from '../../cli/redteam/attack-progress.ts';

const CLEAR = '\r\u001B[2K';
afterEach(() => void vi.useRealTimers());

/** What the screen and standard output get while two attacks are made. */
function shown(isTTY: boolean): string[] {
  vi.useFakeTimers();
  const written: string[] = [];
  const out = vi
    .spyOn(process.stdout, 'write')
    .mockImplementation((text) => written.push(`out: ${String(text)}`) > 0);
  const screen = { isTTY, columns: 100, write: (text: string) => written.push(text) };
  const progress = attackProgress(screen, { NO_COLOR: '1' });
  progress.move(0, 2, ['M01-x on a']);
  vi.advanceTimersByTime(1000);
  progress.hit(1);
  progress.say('M01-x on a HIT');
  progress.move(1, 2, ['M02-y']);
  vi.advanceTimersByTime(500);
  progress.end();
  out.mockRestore();
  return written;
}

test('on a terminal a line says how far the attacks are, and steps aside for what stays', () => {
  expect(shown(true)).toEqual([
    `${CLEAR}0 s · getting ready`,
    `${CLEAR}1 s · 0 of 2 done · 0 hits · M01-x on a`,
    `${CLEAR}1 s · 0 of 2 done · 0 hits · M01-x on a`,
    CLEAR,
    'out: M01-x on a HIT\n',
    `${CLEAR}1 s · 0 of 2 done · 0 hits · M01-x on a`,
    `${CLEAR}2 s · 1 of 2 done · 1 hit · M02-y`,
    CLEAR,
  ]);
});

test('elsewhere there are only the lines that stay', () => {
  expect(shown(false)).toEqual(['out: M01-x on a HIT\n']);
});

test('the names come last, where a narrow terminal cuts', () => {
  expect(attackText(65_000, { done: 3, all: 208, hits: 0, now: ['a', 'b'] })).toBe(
    '1 min 5 s · 3 of 208 done · 0 hits · a, b',
  );
});
