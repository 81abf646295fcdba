import { token, words, type Document } from './document.ts';

/** What a comment of ours is for: the hidden last line by which it is found again when its id was lost. */
export type Mark = {
  readonly kind: 'job' | 'reply' | 'config' | 'review' | 'patch' | 'sticky';
  /** The job (of its status comment, of its review, of its pull request), the comment that is answered, the pull request, or the agent whose comment each job takes over. */
  readonly id: string;
  /** 32 hex digits that only the app can make; null where there is no app. */
  readonly mac: string | null;
};

const MARK =
  /\n<!-- agent-dispatch (job|reply|config|review|patch|sticky)=([0-9a-z-]{1,64})(?: mac=([0-9a-f]{32}))? -->\s*$/;

/** The last line of a comment, with the empty line before it. */
export function markLine({ kind, id, mac }: Mark): Document {
  const what = words`

<!-- agent-dispatch ${token(kind)}=${token(id)}`;
  return mac === null ? words`${what} -->` : words`${what} mac=${token(mac)} -->`;
}

/** The same as text; empty for a mark that is none. */
export function markText({ kind, id, mac }: Mark): string {
  const text = `\n\n<!-- agent-dispatch ${kind}=${id}${mac === null ? '' : ` mac=${mac}`} -->`;
  return MARK.test(text) ? text : '';
}

/** The mark of a comment, if its last line is one, where only our own wording can stand; its MAC is not checked. */
export function readMark(body: string): Mark | null {
  const [, kind, id = '', mac = null] = MARK.exec(body) ?? [];
  return kind === undefined ? null : { kind: kind as Mark['kind'], id, mac };
}
