import type { LabGitHub } from '../../lab/github/server.ts';
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
    for (const comment of github.listComments(repository, issue)) {
      const before = shown.get(comment.id) ?? { revisions: 0, reactions: 0 };
      for (const revision of comment.revisions.slice(before.revisions)) {
        const what = revision === comment.revisions[0] ? 'commented' : 'edited its comment';
        print(
          `${heading(comment.author.login, what, revision.at - began)}\n${indent(readable(revision.body))}`,
        );
      }
      for (const reaction of comment.reactions.slice(before.reactions)) {
        const what = `reacted ${EMOJI[reaction.content] ?? reaction.content}`;
        print(heading(reaction.user.login, what, reaction.createdAt - began));
      }
      shown.set(comment.id, { revisions: comment.revisions.length, reactions: comment.reactions.length });
    }
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

const EMOJI: Record<string, string> = { eyes: '👀', confused: '😕', rocket: '🚀', '+1': '👍' };

function heading(login: string, what: string, milliseconds: number): string {
  return `── ${login} ${what} (${(Math.max(0, milliseconds) / 1000).toFixed(1)} s)`;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? '' : `   ${line}`))
    .join('\n');
}
