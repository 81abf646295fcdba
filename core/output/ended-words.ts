import { assertNever } from '../fault.ts';
import { joined, markdown, words, type Document } from '../redact/document.ts';
import { cachedWords, type Cached } from './cached-words.ts';
import { reasonOf } from './failure-words.ts';
import { isAllPosted, kindOfPosted, postedWords, type Posted } from './posted.ts';
import type { Result } from './result.ts';
import { runReport } from './run-report.ts';

/** Every outcome that came with a result. `posted`: what became of what was handed in; absent where nobody posts it. */
export type Ended = {
  readonly kind: 'ended';
  readonly result: Result;
  readonly posted?: readonly Posted[];
  /** Whose answer it is, where nothing was run for this one. */
  readonly cached?: Cached;
};

/** The heading of its comment. */
export function endedHeading(agent: string, { result, posted = [], cached }: Ended): Document {
  if (cached !== undefined) return words`✅ ${agent} is done (cached)`;
  switch (result.outcome) {
    case 'success':
      if (!isAllPosted(posted)) return words`⚠️ ${agent} is done, but not all of it was posted`;
      return result.text.trim() === '' && posted.length === 0
        ? words`⚠️ ${agent} finished without an answer`
        : words`✅ ${agent} is done`;
    case 'failed':
      return words`❌ ${agent} failed`;
    case 'refused':
      return words`🚫 ${agent} was refused`;
    case 'cancelled':
      return words`⏹️ ${agent} was cancelled`;
    case 'timed_out':
      return words`⌛ ${agent} ran out of time`;
    default:
      return assertNever(result.outcome);
  }
}

/** What its comment says. `isSticky`: it holds the summary of the agent's review, too. */
export function endedBody(state: Ended, isSticky: boolean): Document {
  const { result, posted = [] } = state;
  return joined([
    answer(state),
    isSticky ? reviewSummary(result) : joined([]),
    postedWords(posted),
    runReport(result, posted.map(kindOfPosted)),
  ]);
}

/** What a review says as a whole stands here, where the next one replaces it. */
function reviewSummary({ outcome, outputs = [] }: Result): Document {
  const review = outputs.find(({ kind }) => kind === 'review');
  if (review?.kind !== 'review' || outcome !== 'success') return joined([]);
  return words`${markdown(review.summary.trim())}

`;
}

function answer({ result, posted = [], cached }: Ended): Document {
  const text = result.text.trim();
  const parts: Document[] = [...(cached === undefined ? [] : [cachedWords(cached)]), reasonOf(result)];
  if (text !== '' && result.outcome !== 'success')
    parts.push(words`What the agent had written until then:

`);
  if (text !== '')
    parts.push(words`${markdown(text)}

`);
  else if (result.outcome === 'success' && posted.length === 0)
    parts.push(words`The agent ended its run without writing anything. Its log shows what it did; asking a more definite question often helps.

`);
  return joined(parts);
}
