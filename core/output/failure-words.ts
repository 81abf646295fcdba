import { failureClasses, type FailureClass } from '../failure/classes.ts';
import { classOf } from '../failure/codes.ts';
import { code, joined, words, type Document } from '../redact/document.ts';
import type { Refusal } from '../refusal.ts';
import type { Result } from './result.ts';

/** A cause with its remedy, as two plain sentences, and its class. */
export function reason(
  cause: Pick<Refusal, 'code' | 'because' | 'remedy'>,
  name: FailureClass = classOf(cause.code),
): Document {
  return words`**Why:** ${cause.because}

**What to do:** ${cause.remedy}

${classLine(name)}`;
}

/** What a class of failures means, and what helps against all of them. */
export function classLine(name: FailureClass): Document {
  const { meaning, remedy } = failureClasses[name];
  return words`**Class:** ${code(name)}. ${meaning} In general: ${remedy}`;
}

/** Why a result is none of success, as paragraphs of their own; nothing for one that is. */
export function reasonOf({ outcome, cause, error_code: name }: Result): Document {
  if (outcome === 'success') return joined([]);
  if (cause !== null)
    return words`${reason(cause, name ?? undefined)}

`;
  return words`**Why:** The run did not say. Its log has the details.

${name === null ? joined([]) : classLine(name)}

`;
}
