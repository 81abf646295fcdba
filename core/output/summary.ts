import { joined, markdown, words, type Document } from '../redact/document.ts';
import type { Result } from './result.ts';
import { runReport } from './run-report.ts';
import { reason } from './status-comment.ts';

const ENDINGS: Readonly<Record<Result['outcome'], string>> = {
  success: 'done',
  failed: 'failed',
  refused: 'refused',
  cancelled: 'cancelled',
  timed_out: 'out of time',
};

/** The step summary of a run; to be gated for the sink `summary`. */
export function summary(result: Result): Document {
  const cause =
    result.cause === null
      ? joined([])
      : words`${reason(result.cause)}

`;
  const text = result.text.trim();
  const answer =
    text === ''
      ? words`The agent wrote no answer.

`
      : words`${markdown(text)}

`;
  return words`## ${result.agent}: ${ENDINGS[result.outcome]}

${cause}${answer}${runReport(result)}`;
}
