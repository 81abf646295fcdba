import type { ProtectionRequest, World } from '../state.ts';
import { iso, nodeId } from './notation.ts';
import { repositoryUrl } from './repository.ts';
import { userJson } from './user.ts';

/** The deployment that GitHub makes for a job that names an environment. */
export function deploymentJson(world: World, { id, run, environment, createdAt }: ProtectionRequest) {
  const repository = repositoryUrl(world, run.repository);
  const url = `${repository}/deployments/${id}`;
  return {
    id,
    node_id: nodeId('Deployment', id),
    url,
    sha: run.commit.sha,
    ref: run.ref.replace(/^refs\/(heads|tags)\//, ''),
    task: 'deploy',
    payload: {},
    original_environment: environment,
    environment,
    description: null,
    creator: userJson(world, run.actor),
    created_at: iso(createdAt),
    updated_at: iso(createdAt),
    statuses_url: `${url}/statuses`,
    repository_url: repository,
    transient_environment: false,
    production_environment: environment === 'production',
    performed_via_github_app: null,
  };
}
