import type { CheckEvent } from './on-check.ts';

/** The fields of GitHub's `check_run` that we use. */
type CheckPayload = {
  check_run: { id: number; external_id: string | null; app?: { id: number } | null };
  repository: { id: number; name: string; full_name: string; archived: boolean; owner: { login: string } };
  sender: { id: number; login: string; type?: string };
  installation?: { id: number } | undefined;
};

/** Reads the payload; null when it names no installation or no App. */
export function readCheckEvent(delivery: string, payload: unknown): CheckEvent | null {
  const { check_run: check, repository, sender, installation } = payload as CheckPayload;
  if (!installation || !check.app) return null;
  return {
    delivery,
    installationId: installation.id,
    checkRunId: check.id,
    appId: check.app.id,
    externalId: check.external_id ?? '',
    sender: { id: sender.id, login: sender.login, type: sender.type ?? 'Nobody' },
    repository: { id: repository.id, fullName: repository.full_name, archived: repository.archived },
    name: { owner: repository.owner.login, repo: repository.name },
  };
}
