import { code, markdown, words, type Document } from '../redact/document.ts';
import type { CallTimes } from './call-times.ts';
import { handedPlan } from './proposed-words.ts';
import type { Result } from './result.ts';
import { runReport } from './run-report.ts';
import { timeline } from './timeline.ts';
import { reasonOf } from './failure-words.ts';

const ENDINGS: Readonly<Record<Result['outcome'], string>> = {
  success: 'done',
  failed: 'failed',
  refused: 'refused',
  cancelled: 'cancelled',
  timed_out: 'out of time',
};

/** The step summary of a run; to be gated for the sink `summary`. `times`: when which call was made, where it is known. */
export function summary(result: Result, times: CallTimes | null = null): Document {
  const text = result.text.trim();
  const answer =
    text === ''
      ? words`The agent wrote no answer.

`
      : words`${markdown(text)}

`;
  return words`## ${result.agent}: ${ENDINGS[result.outcome]}${result.error_code === null ? '' : words` (${code(result.error_code)})`}

${reasonOf(result)}${answer}${handedPlan(result)}${times === null ? '' : timeline(times)}${runReport(result)}`;
}
