import type { LabGitHub } from '../../lab/github/server.ts';
import type { Comment } from '../../lab/github/state.ts';
import { indent } from './indent.ts';
import { readable } from './readable.ts';

/** How often the thread is looked at, in milliseconds. */
const LOOK_MS = 60;

/** Prints a thread as it grows: new comments, edits and reactions, each once, with the seconds since the start. */
export function watchThread(
  github: LabGitHub,
  repository: string,
  issue: number,
  print: (text: string) => void,
) {
  const began = Date.now();
  const shown = new Map<number, { revisions: number; reactions: number }>();
  const look = () => {
    const news: News[] = [];
    for (const comment of github.listComments(repository, issue)) {
      const before = shown.get(comment.id) ?? { revisions: 0, reactions: 0 };
      news.push(...newsOf(comment, before));
      shown.set(comment.id, { revisions: comment.revisions.length, reactions: comment.reactions.length });
    }
    // Between two looks one comment may change before another one is reacted to.
    for (const { at, who, what, body } of news.toSorted((one, other) => one.at - other.at))
      print(heading(who, what, at - began) + (body === null ? '' : `\n${indent(readable(body))}`));
  };
  const timer = setInterval(look, LOOK_MS);
  return {
    /** Shows what is new and stops looking. */
    stop() {
      clearInterval(timer);
      look();
    },
  };
}

/** What happened, and when: milliseconds since 1970. `body`: what is to be read of it. */
type News = { at: number; who: string; what: string; body: string | null };

function newsOf(comment: Comment, before: { revisions: number; reactions: number }): News[] {
  const revisions = comment.revisions.slice(before.revisions).map((revision) => ({
    at: revision.at,
    who: comment.author.login,
    what: revision === comment.revisions[0] ? 'commented' : 'edited its comment',
    body: revision.body,
  }));
  const reactions = comment.reactions.slice(before.reactions).map(({ createdAt, user, content }) => ({
    at: createdAt,
    who: user.login,
    what: `reacted ${EMOJI[content] ?? content}`,
    body: null,
  }));
  return [...revisions, ...reactions];
}

const EMOJI: Record<string, string> = { eyes: '👀', confused: '😕', rocket: '🚀', '+1': '👍' };

function heading(login: string, what: string, milliseconds: number): string {
  return `── ${login} ${what} (${(Math.max(0, milliseconds) / 1000).toFixed(1)} s)`;
}
