import { deploymentJson } from './nouns/deployment.ts';
import { repositoryUrl } from './nouns/repository.ts';
import type { ProtectionRequest, Run, World } from './state.ts';
import { announce } from './webhooks.ts';

/** Lets a run wait at an environment that the App's protection rule guards, and asks the App. */
export function askProtectionRule(world: World, run: Run, environment: string): ProtectionRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  const id = world.nextId();
  const asked: ProtectionRequest = {
    id,
    run,
    environment,
    createdAt: world.now(),
    state: 'pending',
    comments: [],
    answered: promise,
    answer: resolve,
  };
  world.protectionRequests.push(asked);
  announce(world, 'deployment_protection_rule', 'requested', {
    repository: run.repository,
    sender: run.actor,
    payload: {
      environment,
      event: run.event,
      sha: run.commit.sha,
      ref: run.ref,
      deployment_callback_url: `${repositoryUrl(world, run.repository)}/actions/runs/${run.id}/deployment_protection_rule`,
      deployment: deploymentJson(world, asked),
      pull_requests: [],
    },
  });
  return asked;
}
