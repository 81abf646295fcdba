import { token, words, type Document } from '../redact/document.ts';

/** The last line of a reply: the comment that it answers. Only our own wording can stand there. */
export function replyMark(commentId: number): Document {
  return words`

<!-- agent-dispatch reply=${token(String(commentId))} -->`;
}

/** The comment that a text of ours answers; null for any other text. */
export function repliedTo(body: string): number | null {
  const id = /\n<!-- agent-dispatch reply=(\d{1,16}) -->\s*$/.exec(body)?.[1];
  return id === undefined ? null : Number(id);
}
