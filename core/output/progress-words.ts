import { dollarsIn } from '../ledger/amount.ts';
import type { Stage } from '../progress/stage.ts';
import { code, joined, words, type Document } from '../redact/document.ts';
import { dollars, duration } from './amounts.ts';

/** How far a run is. */
export type Progress = {
  /** How long it has been waiting or at work, in milliseconds. */
  readonly elapsedMs: number;
  /** Null where GitHub names none. */
  readonly stage: Stage | null;
  /** What it may cost at most, in micro-dollars; null where nothing is reserved. */
  readonly reserved: number | null;
};

/** How far a run is that works: its time, its step, its budget, and where to see more. */
export function progressWords(progress: Progress): Document {
  return joined([
    words`After ${duration(progress.elapsedMs)}: `,
    stageWords(progress.stage),
    words`.`,
    budgetWords(progress),
  ]);
}

/** How long a run has been waiting for its runner. */
export function waitingWords(progress: Progress): Document {
  return joined([
    words`After ${duration(progress.elapsedMs)}: no runner has taken the run yet.`,
    budgetWords(progress),
  ]);
}

/** One line for the title of a check. */
export function stageTitle(stage: Stage | null): Document {
  if (stage === null || stage.step === null) return words`At work`;
  return words`At work: step ${stage.step.number} of ${stage.steps}`;
}

function stageWords(stage: Stage | null): Document {
  if (stage === null) return words`the run is between two jobs`;
  if (stage.step === null) return words`${code(stage.job)} is between two steps`;
  const { name, number } = stage.step;
  return words`${code(stage.job)} is at step ${number} of ${stage.steps}, ${code(name)}`;
}

function budgetWords({ reserved }: Progress): Document {
  return reserved === null ? joined([]) : words` It may cost ${dollars(dollarsIn(reserved))} at most.`;
}
