import type { SpokenKind } from './kind.ts';

/** The one status comment, edited in place; the agent's last message becomes its final text. */
export const comment = {
  name: 'comment',
  description: 'one comment in the thread, edited from acceptance to the final answer',
} satisfies SpokenKind<'comment'>;
