import { z } from 'zod';
import { hasLine, isRange, rangesOf, type DiffLines, type DiffPlace } from '../diff-lines.ts';
import { refusedInput, type HandIn, type ServedKind } from './kind.ts';
import { lineNumber, longText, numbered, repositoryPath } from './texts.ts';

/** More comments than this nobody reads; GitHub is slow to take them, too. */
const MOST_COMMENTS = 100;

const side = z.enum(['LEFT', 'RIGHT']);
const Anchor = { path: repositoryPath, line: lineNumber, side: side.optional() };
const Comment = z.strictObject({
  ...Anchor,
  start_line: lineNumber.optional().describe('The first line of a range that ends at `line`.'),
  start_side: side.optional().describe('The side of start_line. Default: that of `line`.'),
  body: longText(8_000).describe('Markdown.'),
});
type Comment = z.infer<typeof Comment>;

const events = ['COMMENT', 'REQUEST_CHANGES', 'APPROVE'] as const;
const Input = z.strictObject({
  summary: longText(20_000).describe('Markdown: what was looked at and what was found.'),
  event: z.enum(events).optional().describe('Default: COMMENT.'),
  comments: z.array(Comment).max(1_000).optional().describe('Each at a line of the diff.'),
});
type Input = z.infer<typeof Input>;

const Item = z.strictObject({
  kind: z.literal('review'),
  event: z.enum(events),
  summary: longText(20_000),
  comments: z.array(Comment).max(MOST_COMMENTS),
  /** Places of comments that were left out because the diff does not have them; absent when there were none. */
  left_out: z.array(z.strictObject(Anchor)).min(1).max(MOST_COMMENTS).optional(),
});
type Item = z.infer<typeof Item>;

const Limits = z.strictObject({
  comments: z.int().min(0).max(MOST_COMMENTS).describe('Most comments at lines. Default: 20.'),
  approve: z.boolean().describe('true: the review may approve. Default: false.'),
  request_changes: z.boolean().describe('true: the review may request changes. Default: false.'),
  suggestions: z.boolean().describe('false: comments hold no suggested changes. Default: true.'),
});
type Limits = z.infer<typeof Limits>;

/** A review of a pull request: a summary, and comments at lines of its diff. */
export const review = {
  name: 'review',
  description: 'one review: a summary, and comments at lines of the diff',
  limits: Limits,
  defaults: { comments: 20, approve: false, request_changes: false, suggestions: true },
  tool: (limits) =>
    `Hands in your review: a summary and at most ${limits.comments} comments at lines of the diff. The event is ` +
    `${eventsOf(limits).join(', ')}. A line is one of the diff: side RIGHT for added and unchanged lines, LEFT for ` +
    `deleted ones. ${limits.suggestions ? 'A ```suggestion block replaces the lines of its comment.' : 'No ```suggestion blocks.'}`,
  input: Input,
  item: Item,
  accept(input, limits, { diff }) {
    const { summary, event = 'COMMENT', comments = [] } = input;
    const refusal = beyondLimits(event, comments, limits);
    if (refusal !== null) return refusedInput(refusal);
    const problems = comments.map((comment) => problemOf(comment, diff));
    const good = comments.filter((_, index) => problems[index] === null);
    const item: Item = { kind: 'review', event, summary, comments: good };
    if (good.length === comments.length) return { kind: 'accepted', item };
    return partly(item, comments, problems);
  },
  again: ({ summary, event, comments }) => ({ summary, event, comments }),
  alsoWrong: ({ comments, left_out = [] }, limits) =>
    comments.length + left_out.length > limits.comments ? 'it names more comments than it may have' : null,
} satisfies ServedKind<'review', Limits, Input, Item>;

function partly(
  item: Item,
  comments: readonly Comment[],
  problems: readonly (string | null)[],
): HandIn<Item> {
  const told = problems.flatMap((problem, index) =>
    problem === null ? [] : [`comment ${index + 1}: ${problem}`],
  );
  const bad = comments.filter((_, index) => problems[index] !== null);
  const left_out = bad.map(({ path, line, side: on }) => ({
    path,
    line,
    ...(on === undefined ? {} : { side: on }),
  }));
  const words =
    `${told.length} of ${comments.length} comments cannot be placed: ${numbered(told)}. Comments count from 1. ` +
    'Call again with the whole review, these mended or dropped; else it is posted without them, and says so.';
  return { kind: 'partly', item: { ...item, left_out }, words };
}

function eventsOf({ approve, request_changes }: Limits): string[] {
  return ['COMMENT', ...(request_changes ? ['REQUEST_CHANGES'] : []), ...(approve ? ['APPROVE'] : [])];
}

function beyondLimits(event: string, comments: readonly Comment[], limits: Limits): string | null {
  if (!eventsOf(limits).includes(event))
    return `The event ${event} is not allowed by this agent's profile. Use ${eventsOf(limits).join(' or ')}.`;
  if (comments.length > limits.comments)
    return (
      `The review has ${comments.length} comments and may have ${limits.comments}. Nothing of it was taken: ` +
      'keep the most important ones and put the rest into the summary.'
    );
  const suggesting = comments.findIndex(({ body }) => !limits.suggestions && hasSuggestion(body));
  if (suggesting !== -1)
    return `Comment ${suggesting + 1} holds a \`\`\`suggestion block, which this agent's profile does not allow. Say it in words.`;
  return null;
}

/** Where a comment stands, with the sides that it leaves out. */
export function placeOf(comment: Comment): DiffPlace {
  const { path, line, side = 'RIGHT', start_line: first, start_side: firstSide = side } = comment;
  return {
    first: first === undefined ? null : { path, side: firstSide, line: first },
    last: { path, side, line },
  };
}

/** What is wrong with the place of a comment, or null. */
function problemOf(comment: Comment, diff: DiffLines | null): string | null {
  const { first, last } = placeOf(comment);
  const { path, line, side: on } = last;
  if (diff === null) return 'there is no diff here; say it in the summary';
  if (!diff.has(path)) return `${path} is not a file of the diff`;
  if (!hasLine(diff, last)) return `${path} has no line ${line} on the side ${on}; ${linesOf(diff, path)}`;
  if (on === 'LEFT' && hasSuggestion(comment.body))
    return 'a suggestion cannot replace deleted lines (side LEFT)';
  if (first === null) return comment.start_side === undefined ? null : 'start_side has no start_line';
  if (isRange(diff, first, last)) return null;
  return `${first.line} (${first.side}) to ${line} (${on}) is no range of ${path} within one hunk; ${linesOf(diff, path)}`;
}

function linesOf(diff: DiffLines, path: string): string {
  const [right, left] = [rangesOf(diff, path, 'RIGHT'), rangesOf(diff, path, 'LEFT')];
  return `the diff has ${[right && `RIGHT ${right}`, left && `LEFT ${left}`].filter(Boolean).join(' and ') || 'no line of it'}`;
}

/** Whether a text has a fence that GitHub may take for a suggestion, whatever it is nested in. */
export function hasSuggestion(body: string): boolean {
  return /(?:`{3,}|~{3,})[^\S\n]*suggestion/i.test(body);
}
