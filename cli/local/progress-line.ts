import { dollars, duration } from '../../core/output/amounts.ts';
import { logText } from '../../core/redact/log-text.ts';
import type { Stage } from '../../core/progress/stage.ts';

/** A stream that may be a terminal. */
export type Screen = { write(text: string): unknown; isTTY?: boolean; columns?: number };

/** How far a run is, in figures; null for what is not known yet. Money in US dollars. */
export type Figures = { calls: number; refused: number; spentUsd: number | null; budgetUsd: number | null };

/** The last line of a terminal, which is written anew again and again; nothing where there is no terminal. */
export type ProgressLine = {
  /** Shows this from now on. */
  show(text: string): void;
  /** Takes it away while something that stays is written. */
  apart(write: () => void): void;
  /** Takes it away. */
  end(): void;
};

const CLEAR = '\r\u001B[2K';
const NARROWEST = 20;

/**
 * Opens the line. None for a pipe or a file, in CI (`CI` is set), and for a terminal that cannot clear a line
 * (`TERM=dumb`); dim unless `NO_COLOR` is set.
 */
export function openProgressLine(
  screen: Screen,
  env: Readonly<Record<string, string | undefined>>,
): ProgressLine {
  if (screen.isTTY !== true || env['CI'] || env['TERM'] === 'dumb')
    return { show() {}, apart: (write) => write(), end() {} };
  const plain = Boolean(env['NO_COLOR']);
  let shown = '';
  const draw = (): void => {
    if (shown === '') return;
    const text = shown.slice(0, Math.max(NARROWEST, (screen.columns || 80) - 1));
    screen.write(`${CLEAR}${plain ? text : `\u001B[2m${text}\u001B[22m`}`);
  };
  const clear = (): void => void (shown !== '' && screen.write(CLEAR));
  return {
    show(text) {
      // Whatever a workflow calls its steps: one line, and no command for the terminal.
      shown = logText(text).replaceAll(/\s+/g, ' ');
      draw();
    },
    apart(write) {
      clear();
      write();
      draw();
    },
    end() {
      clear();
      shown = '';
    },
  };
}

/** What the line says of a run. */
export function progressText(elapsedMs: number, stage: Stage | null, figures: Figures): string {
  const { calls, refused, spentUsd, budgetUsd } = figures;
  const step = stage?.step ?? null;
  const limit = budgetUsd === null ? 'spent' : `of ${dollars(budgetUsd)}`;
  return [
    duration(elapsedMs),
    ...(calls + refused === 0 ? [] : [`${calls} allowed, ${refused} refused`]),
    ...(spentUsd === null ? [] : [`${dollars(spentUsd)} ${limit}`]),
    // Last: a terminal may be too narrow for its name.
    ...(step === null ? [] : [`step ${step.number} of ${stage?.steps}: ${step.name}`]),
  ].join(' · ');
}

/** Counts what a line of the agent's log tells. */
export function countLine(figures: Figures, line: string): Figures {
  const budget = /^agent .*; at most \$(\d+(?:\.\d+)?), /.exec(line)?.[1];
  if (budget !== undefined) return { ...figures, budgetUsd: Number(budget) };
  const spent = /^answer \d+: \$(\d+\.\d+) so far$/.exec(line)?.[1];
  if (spent !== undefined) return { ...figures, spentUsd: Number(spent) };
  if (line.startsWith('allowed  ')) return { ...figures, calls: figures.calls + 1 };
  if (line.startsWith('refused  ')) return { ...figures, refused: figures.refused + 1 };
  return figures;
}
