import { code, joined, markdown, suggesting, words, type Document } from '../redact/document.ts';
import { hasSuggestion } from './kinds/review.ts';
import { markLine } from '../redact/mark.ts';

/** Whose review it is, and what its hidden last line holds. */
export type ReviewView = {
  readonly jobId: string;
  readonly mac: string | null;
  readonly agent: string;
  readonly actor: string;
  readonly runUrl: string | null;
};

/** Where a comment of a review would have stood. */
export type ReviewPlace = { path: string; line: number; side?: 'LEFT' | 'RIGHT' | undefined };

/** What of a review has no place at a line. */
export type Unplaced = {
  /** The agent named lines that the diff does not have; their texts are not known. */
  leftOut: readonly ReviewPlace[];
  /** GitHub took no comments there. */
  notShown: readonly (ReviewPlace & { body: string })[];
};

/** The text of a review, to be gated for the sink `comment`: the agent's summary, and which comments are not in it. */
export function reviewBody(view: ReviewView, summary: string, unplaced: Unplaced): Document {
  return words`Review by **${view.agent}**, asked for by ${code(view.actor)}.

${markdown(summary)}${leftOut(unplaced.leftOut)}${notShown(unplaced.notShown)}${markLine({ kind: 'review', id: view.jobId, mac: view.mac })}`;
}

/**
 * The text of a review whose summary stands in the agent's one comment, which is kept up to date: here it would stay
 * for ever beside that of the next commit.
 */
export function stickyReviewBody(
  view: ReviewView & { readonly headSha: string },
  unplaced: Unplaced,
): Document {
  return words`Review by **${view.agent}** of ${code(view.headSha.slice(0, 12))}. What it says as a whole stands in its comment on this pull request, which is kept up to date.${leftOut(unplaced.leftOut)}${notShown(unplaced.notShown)}${markLine({ kind: 'review', id: view.jobId, mac: view.mac })}`;
}

/** What takes the place of a comment at a line when a later review, of `headSha`, has looked at it again. */
export function outdatedComment(headSha: string): Document {
  return words`**Outdated.** The review of ${code(headSha.slice(0, 12))} took its place. What stood here is in this comment's history.`;
}

/** Whether a comment says so already. */
export function isOutdatedComment(body: string): boolean {
  return body.startsWith('**Outdated.** The review of ');
}

/** A suggestion of one empty line: to the gate it is one of no line, which deletes what it stands at. */
const EMPTY_LINE = /suggestion[^\S\n]*\n[^\S\n]*\n[^\S\n]*(?:`{3}|~{3})/i;

/**
 * A comment of a review, to be gated likewise: nothing but the agent's words. Only a suggestion that can be read off
 * its source may stay one: that is what the profile was asked about.
 */
export function reviewComment(body: string): Document {
  return words`${hasSuggestion(body) && !EMPTY_LINE.test(body) ? suggesting(body) : markdown(body)}`;
}

function leftOut(places: readonly ReviewPlace[]): Document {
  if (places.length === 0) return joined([]);
  const named = places.flatMap((place, at) => [
    at === 0 ? words`` : words`, `,
    words`${code(nameOf(place))}`,
  ]);
  return words`

**Left out:** comments on lines that the diff does not have: ${joined(named)}.`;
}

function notShown(comments: Unplaced['notShown']): Document {
  if (comments.length === 0) return joined([]);
  const told = comments.map(
    (comment) => words`

**${code(nameOf(comment))}**

${markdown(comment.body)}`,
  );
  return words`

**Not at their lines:** GitHub takes no comments where these belong, so they stand here.${joined(told)}`;
}

function nameOf({ path, line, side }: ReviewPlace): string {
  return `${path}:${line}${side === 'LEFT' ? ' (before the change)' : ''}`;
}
