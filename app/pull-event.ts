import { pullEvents, type PullEventName } from '../core/config/triggers.ts';
import type { RepositoryName } from '../edge/github/request.ts';

/** News of a pull request as we work with it, read once out of the webhook's payload. */
export type PullEvent = {
  /** GUID of the delivery. */
  delivery: string;
  installationId: number;
  /** The repository that it asks to be merged into. */
  repository: { id: number; fullName: string; archived: boolean };
  name: RepositoryName;
  number: number;
  action: string;
  /** Who caused the news. */
  sender: { id: number; login: string; type: string };
  /** The commit that the news is about. */
  headSha: string;
  /** ISO time. */
  updatedAt: string;
};

type Account = { id: number; login: string; type?: string } | null | undefined;

/** The fields of GitHub's `pull_request` that we use. */
export type PullPayload = {
  action: string;
  number: number;
  pull_request: { head: { sha: string }; updated_at: string };
  repository: { id: number; name: string; full_name: string; archived?: boolean; owner: { login: string } };
  sender?: Account;
  installation?: { id: number } | undefined;
};

/** Reads the payload; null when it names no installation. */
export function readPullEvent(delivery: string, payload: PullPayload): PullEvent | null {
  const { repository, installation, pull_request: pull, sender } = payload;
  if (!installation) return null;
  return {
    delivery,
    installationId: installation.id,
    repository: {
      id: repository.id,
      fullName: repository.full_name,
      archived: repository.archived === true,
    },
    name: { owner: repository.owner.login, repo: repository.name },
    number: payload.number,
    action: payload.action,
    sender: { id: sender?.id ?? 0, login: sender?.login ?? 'ghost', type: sender?.type ?? 'Nobody' },
    headSha: pull.head.sha,
    updatedAt: pull.updated_at,
  };
}

/** Whether agents can be started by news of this kind. */
export function isPullEventName(action: string): action is PullEventName {
  return pullEvents.some((known) => known === action);
}
