import { grouped } from '../output/amounts.ts';
import { nameOf, timeOf, type Author } from './author.ts';
import { cutAt } from './cut.ts';
import type { ContextReport } from './report.ts';
import type { Cleaned, Cleaning } from './visible.ts';

/** A text of a thread as it is now. Times as GitHub writes them, in ISO 8601. */
export type Post = {
  author: Author;
  body: string;
  createdAt: string;
  updatedAt: string;
  /** Of a comment at a line of a change; without a line it is about the file. */
  at?: { path: string; line: number | null; isOutdated: boolean };
  /** Of what a review says: what it came to. */
  verdict?: 'approval' | 'request for changes' | 'comment' | 'dismissed';
};

/** An issue or pull request. `comments`: those that were read, oldest first, of `total`. */
export type Thread = {
  number: number;
  isPull: boolean;
  title: string;
  opening: Post;
  comments: readonly Post[];
  total: number;
};

/** A text with what is said of it outside its fence. */
export type Part = { label: string; text: string };

type ThreadReport = NonNullable<ContextReport['thread']>;
export type ThreadParts = { parts: Part[]; report: ThreadReport; taint: string[] };

/** Longest title; GitHub takes none that is longer. */
const TITLE_CHARACTERS = 300;

/**
 * What the agent is given of a thread: its title and text, and of its comments the newest that nobody wrote or changed
 * since the command was accepted (`acceptedAt`, Unix seconds; null: all of them), oldest first. The text has half
 * of the room when there are comments; among these the newest have it first.
 */
export function threadParts(
  thread: Thread,
  limits: { comments: number; kb: number },
  acceptedAt: number | null,
  clean: Cleaning,
): ThreadParts {
  const { eligible, later, edited } = unchanged(thread.comments, acceptedAt);
  const wanted = limits.comments === 0 ? [] : eligible.slice(-limits.comments);
  const room = limits.kb * 1024;
  const title = fitted(clean.plain(thread.title.replace(/\s+/g, ' ')), TITLE_CHARACTERS);
  const opening = fitted(
    clean.markdown(thread.opening.body),
    wanted.length === 0 ? room : Math.ceil(room / 2),
  );
  const comments = withinRoom(wanted, room - opening.given, clean);
  const texts = [title, opening, ...comments];
  const posts = [thread.opening, ...comments.map(({ post }) => post)];
  return {
    parts: [openingPart(thread, title, opening, acceptedAt), ...comments.map(commentPart)],
    report: {
      given: sum(texts.map(({ given }) => given)),
      cut: sum(texts.map(({ cut }) => cut)),
      hidden: sum(texts.map(({ hidden }) => hidden)),
      comments: {
        given: comments.length,
        later,
        edited,
        beyond: Math.max(0, thread.total - comments.length - later - edited),
      },
      authors: countAuthors(posts),
    },
    taint: posts.every(({ author }) => author.writes)
      ? []
      : [`text of #${thread.number} by people without write access`],
  };
}

/** The comments that nobody wrote or changed since the command was accepted (Unix seconds; null: whenever). */
export function eligibleComments(comments: readonly Post[], acceptedAt: number | null): Post[] {
  return unchanged(comments, acceptedAt).eligible;
}

/** A text that was never edited has the times of its making; a time that cannot be read is later than all others. */
function unchanged(comments: readonly Post[], acceptedAt: number | null) {
  const eligible: Post[] = [];
  let later = 0;
  let edited = 0;
  for (const post of comments) {
    if (isAfter(post.createdAt, acceptedAt)) later += 1;
    else if (post.updatedAt !== post.createdAt && isAfter(post.updatedAt, acceptedAt, 1)) edited += 1;
    else eligible.push(post);
  }
  return { eligible, later, edited };
}

/** `grace`: seconds before the time that count as after it, since GitHub's times are whole seconds. */
function isAfter(time: string, acceptedAt: number | null, grace = 0): boolean {
  return acceptedAt !== null && !(Date.parse(time) <= (acceptedAt - grace) * 1000);
}

type Fitted = { text: string; given: number; cut: number; hidden: number };

function fitted({ text, hidden }: Cleaned, most: number): Fitted {
  const { text: kept, cut } = cutAt(text, most);
  return { text: kept, given: text.length - cut, cut, hidden };
}

/** `place`: where it stands in the change, as the beginning of its text. */
type FittedComment = Fitted & { post: Post; place: string };

function withinRoom(posts: readonly Post[], room: number, clean: Cleaning): FittedComment[] {
  const kept: FittedComment[] = [];
  let left = room;
  for (const post of posts.toReversed()) {
    if (left <= 0) break;
    const place = clean.plain(placeWords(post));
    const one = fitted(clean.markdown(post.body), Math.max(0, left - place.text.length));
    const given = place.text.length + one.given;
    left -= given;
    kept.unshift({ ...one, given, hidden: place.hidden + one.hidden, post, place: place.text });
  }
  return kept;
}

function openingPart(
  { number, isPull, opening: { author, createdAt, updatedAt } }: Thread,
  title: Fitted,
  opening: Fitted,
  acceptedAt: number | null,
): Part {
  const what = `${isPull ? 'Pull request' : 'Issue'} #${number}, title and text`;
  // GitHub does not tell when a text was edited, only when anything happened to it.
  const since = isAfter(updatedAt, acceptedAt)
    ? '; as it reads now, perhaps edited since the task was given'
    : '';
  const hidden = title.hidden + opening.hidden;
  return {
    label: `${what}, by ${nameOf(author)}, ${timeOf(createdAt)}${since}${hiddenWords(hidden)}`,
    text: `${title.text}\n\n${opening.text}`,
  };
}

/** Whoever made the change chose the path, so it stands within the fence. */
function commentPart({ post: { author, createdAt, at, verdict }, text, place, hidden }: FittedComment): Part {
  const what =
    verdict !== undefined
      ? `Review (${verdict}), as it reads now,`
      : at === undefined
        ? 'Comment'
        : `Comment on a line of the change${at.isOutdated ? ', of an older state of it' : ''}`;
  return {
    label: `${what} by ${nameOf(author)}, ${timeOf(createdAt)}${hiddenWords(hidden)}`,
    text: `${place}${text}`,
  };
}

function placeWords({ at }: Post): string {
  if (at === undefined) return '';
  return `${at.path}${at.line === null ? '' : `:${at.line}`}\n\n`;
}

/** What a label says of hidden text. */
export function hiddenWords(hidden: number): string {
  return hidden === 0 ? '' : `; ${grouped(hidden)} hidden passage${hidden === 1 ? '' : 's'} removed`;
}

function countAuthors(posts: readonly Post[]): ThreadReport['authors'] {
  const authors = { owner: 0, member: 0, collaborator: 0, stranger: 0, bot: 0 };
  const people = new Map(posts.map(({ author }) => [author.login, author.standing]));
  for (const standing of people.values()) authors[standing] += 1;
  return authors;
}

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0);
}
