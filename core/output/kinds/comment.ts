import { statusComment } from '../status-comment.ts';
import type { OutputKind } from './kind.ts';

/** The one status comment, edited in place. */
export const comment: OutputKind = {
  name: 'comment',
  description: 'one comment in the thread, edited from acceptance to the final answer',
  write: statusComment,
};
