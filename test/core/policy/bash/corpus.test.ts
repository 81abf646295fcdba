import { describe, expect, test } from 'vitest';
import { judgeCommand } from '../../../../core/policy/bash/judge-command.ts';
import { bashCorpus, type Row } from '../../../../bench/bash-corpus.ts';

const rows = bashCorpus();
const themes = [...new Set(rows.map(({ theme }) => theme))];

describe.each(themes)('%s', (theme) => {
  test.each(rows.filter((row) => row.theme === theme))('$source', ({ source, allow, deny, says }) => {
    const verdict = judgeCommand(source, { allow, deny });
    const told = verdict === 'pass' ? 'pass' : `${verdict.because} ${verdict.remedy}`;
    expect({ told, passes: verdict === 'pass' }).toEqual({
      told: expect.stringContaining(says ?? 'pass'),
      passes: says === undefined,
    });
    expect(told).toMatch(/^pass$|\. .*\.$/s);
  });
});

/** What one would write first: the text begins with what is allowed, and with nothing that is denied. */
function naive({ source, allow, deny }: Row): boolean {
  const begins = (pattern: string) => source.startsWith(pattern.replace(/(:| )?\*.*$/, ''));
  return allow.some(begins) && !deny.some(begins);
}

describe('the corpus', () => {
  test('is large, on both sides', () => {
    expect(rows.length).toBeGreaterThan(700);
    expect(rows.filter(({ says }) => says === undefined).length).toBeGreaterThan(250);
  });

  test('tells this judge from one that compares text: hundreds of rows would go wrong', () => {
    const wrong = rows.filter((row) => naive(row) !== (row.says === undefined));
    expect(wrong.length).toBeGreaterThan(250);
    const letThrough = wrong.filter(({ says }) => says !== undefined);
    expect(letThrough.length).toBeGreaterThan(150);
  });
});
