import type { RepositoryName } from '../edge/github/request.ts';

/** That a run waits for the app's answer before it may enter an environment. */
export type DeploymentEvent = {
  installationId: number;
  repositoryId: number;
  name: RepositoryName;
  runId: number;
  /** The environment, as GitHub names it. */
  environment: string;
};

/** The fields of GitHub's `deployment_protection_rule` that we use. None has to be there. */
export type DeploymentPayload = {
  action?: unknown;
  environment?: unknown;
  deployment_callback_url?: unknown;
  repository?: { id?: unknown; name?: unknown; full_name?: unknown; owner?: { login?: unknown } };
  installation?: { id?: unknown };
};

const LONGEST_ENVIRONMENT = 255;
const CALLBACK =
  /^https?:\/\/[^/?#]+(?:\/api\/v3)?\/repos\/([\w.-]+\/[\w.-]+)\/actions\/runs\/([1-9]\d{0,15})\/deployment_protection_rule$/;

/**
 * Reads the payload; null when it is not a request about a run of its own repository. The address in it is never
 * called: it only says which run is meant, and has to be of the repository that the payload is about.
 */
export function readDeploymentEvent(payload: DeploymentPayload): DeploymentEvent | null {
  const { action, environment, deployment_callback_url: callback, repository, installation } = payload;
  const [, fullName = '', run = ''] = CALLBACK.exec(typeof callback === 'string' ? callback : '') ?? [];
  const owner = repository?.owner?.login;
  const repo = repository?.name;
  const ids = [installation?.id, repository?.id, Number(run)] as const;
  const [installationId, repositoryId, runId] = ids;
  if (action !== 'requested' || !isId(installationId) || !isId(repositoryId) || !isId(runId)) return null;
  if (typeof owner !== 'string' || typeof repo !== 'string') return null;
  if (fullName.toLowerCase() !== `${owner}/${repo}`.toLowerCase()) return null;
  if (typeof environment !== 'string' || environment.length < 1 || environment.length > LONGEST_ENVIRONMENT)
    return null;
  return { installationId, repositoryId, name: { owner, repo }, runId, environment };
}

function isId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}
