import type { RefusalCode } from '../failure/codes.ts';
import { refuse } from '../refusal.ts';
import type { Denied } from './denied.ts';

/** One comment as the webhook delivered it: all that can be judged without asking GitHub anything. */
export type Hearing = {
  /** The webhook's action. */
  action: string;
  commentId: number;
  author: Account;
  /** Who caused the event; for an edit this may be somebody else than the author. */
  sender: Account;
  /** True when the comment was written by an app in a user's name. */
  viaApp: boolean;
  issueNumber: number;
  repository: { id: number; fullName: string; archived: boolean };
};

type Account = { id: number; login: string; type: string };

/**
 * The reasons not even to look at a comment. All of them end in silence: a reply would answer a
 * machine, or somebody who did not ask.
 */
export function listen(hearing: Hearing): Denied | null {
  const { action, author, sender, repository } = hearing;
  if (action !== 'created') {
    return silence('not-created', `A comment that was ${action} is not a command.`, 'Write a new comment.');
  }
  if (sender.id !== author.id) {
    return silence(
      'not-the-author',
      'The event came from somebody else than the author.',
      'Write it yourself.',
    );
  }
  if (author.type !== 'User' || sender.type !== 'User') {
    return silence('not-a-person', `${author.login} is a ${author.type}.`, 'Commands come from people.');
  }
  if (hearing.viaApp) {
    return silence('written-by-app', 'An app wrote this comment.', 'Commands come from people.');
  }
  if (repository.archived) {
    return silence('archived', `${repository.fullName} is archived.`, 'Unarchive the repository first.');
  }
  return null;
}

function silence(code: RefusalCode, because: string, remedy: string): Denied {
  return { ...refuse(code, because, remedy), reply: false };
}
