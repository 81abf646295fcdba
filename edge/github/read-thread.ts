import type { Author } from '../../core/context/author.ts';
import type { Post, Thread } from '../../core/context/thread.ts';
import { call } from './call.ts';
import { readPullWords } from './read-pull-words.ts';
import { postOf } from './read-post.ts';
import { readRole } from './read.ts';
import type { Json, RepositoryName, Request } from './request.ts';

const PAGE = 100;
const PAGES = 10;
/** So many people's access is asked for; of others it counts as unknown. */
const MOST_PEOPLE = 20;

/**
 * Reads an issue or pull request with its newest comments, page by page towards the oldest, until `isEnough` of
 * those that were read or a thousand; of a pull request also what was written at its lines and in reviews. Throws a `Fault` when the token may not read it.
 */
export async function readThread(
  request: Request,
  name: RepositoryName,
  number: number,
  isEnough: (comments: readonly Post[]) => boolean,
): Promise<Thread> {
  const { data: issue } = await call(
    request,
    `read #${number}`,
    'GET /repos/{owner}/{repo}/issues/{issue_number}',
    { ...name, issue_number: number },
  );
  const total = Number(issue.comments);
  const opening = postOf(issue);
  let comments: Post[] = [];
  let page = Math.ceil(total / PAGE);
  for (let left = PAGES; page > 0 && left > 0 && !isEnough(comments); left -= 1, page -= 1)
    comments = [...(await readPage(request, name, number, page)), ...comments];
  const isPull = Boolean(issue.pull_request);
  const beside = isPull ? await readPullWords(request, name, number) : [];
  comments = [...comments, ...beside].toSorted((one, other) => order(one.createdAt, other.createdAt));
  const writers = await readWriters(request, name, [opening, ...comments.toReversed()]);
  const known = (post: Post): Post => ({ ...post, author: knownAuthor(post.author, writers) });
  return {
    number,
    isPull,
    title: String(issue.title ?? ''),
    opening: known(opening),
    comments: comments.map(known),
    total: Math.max(total + beside.length, comments.length),
  };
}

/** GitHub writes times so that their texts are in order. */
function order(one: string, other: string): number {
  return one < other ? -1 : one === other ? 0 : 1;
}

async function readPage(
  request: Request,
  name: RepositoryName,
  number: number,
  page: number,
): Promise<Post[]> {
  const { data } = await call(
    request,
    `read the comments of #${number}`,
    'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { ...name, issue_number: number, per_page: PAGE, page },
  );
  return (data as Json[]).map(postOf);
}

/** GitHub calls people strangers whose access comes from a membership that they do not show. */
function knownAuthor(author: Author, writers: ReadonlySet<string>): Author {
  const writes = author.standing !== 'bot' && writers.has(author.login);
  return {
    ...author,
    writes,
    standing: writes && author.standing === 'stranger' ? 'collaborator' : author.standing,
  };
}

/** Who may write, as it is now: a collaborator, or a member, may have the role read. Of bots it says nothing about whose words they repeat. */
async function readWriters(
  request: Request,
  name: RepositoryName,
  posts: readonly { author: Author }[],
): Promise<Set<string>> {
  const people = posts.filter(({ author: { standing } }) => standing !== 'bot');
  const logins = [...new Set(people.map(({ author }) => author.login))].slice(0, MOST_PEOPLE);
  const roles = await Promise.all(logins.map((login) => readRole(request, name, login).catch(() => null)));
  return new Set(logins.filter((_login, at) => WRITING.some((role) => role === roles[at])));
}

const WRITING = ['write', 'maintain', 'admin'] as const;
