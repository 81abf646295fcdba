import type { Hearing } from '../core/authority/listen.ts';
import type { RepositoryName } from '../edge/github/request.ts';

/** A comment as we work with it, read once out of the webhook's payload. */
export type CommentEvent = {
  /** GUID of the delivery. */
  delivery: string;
  installationId: number;
  hearing: Hearing;
  name: RepositoryName;
  body: string;
  /** ISO times. */
  createdAt: string;
  updatedAt: string;
};

type Account = { id: number; login: string; type?: string } | null;

/** The fields of GitHub's `issue_comment` that we use. */
export type CommentPayload = {
  action: string;
  comment: {
    id: number;
    body: string | null;
    created_at: string;
    updated_at: string;
    user: Account;
    performed_via_github_app?: unknown;
  };
  issue: { number: number };
  repository: { id: number; name: string; full_name: string; archived: boolean; owner: { login: string } };
  sender: Account;
  installation?: { id: number } | undefined;
};

/** Reads the payload; null when it names no installation. */
export function readCommentEvent(delivery: string, payload: CommentPayload): CommentEvent | null {
  const { comment, repository, installation } = payload;
  if (!installation) return null;
  return {
    delivery,
    installationId: installation.id,
    hearing: {
      action: payload.action,
      commentId: comment.id,
      author: account(comment.user),
      sender: account(payload.sender),
      viaApp: comment.performed_via_github_app !== undefined && comment.performed_via_github_app !== null,
      issueNumber: payload.issue.number,
      repository: { id: repository.id, fullName: repository.full_name, archived: repository.archived },
    },
    name: { owner: repository.owner.login, repo: repository.name },
    body: comment.body ?? '',
    createdAt: comment.created_at,
    updatedAt: comment.updated_at,
  };
}

/** A deleted account is nobody: its type is not `User`, so it is not listened to. */
function account(user: Account): { id: number; login: string; type: string } {
  return { id: user?.id ?? 0, login: user?.login ?? 'ghost', type: user?.type ?? 'Nobody' };
}
