import { makeJobRunner, type JobOutcome } from '../runner/job-runner.ts';
import { writePlantScript, writeScript } from './plant.ts';
import { agentOf } from './presets.ts';
import type { MadeRepository } from './repository.ts';
import type { Scenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import type { Ticketed } from './ticket.ts';
import type { Secrets } from './values.ts';
import { workflowText } from './workflow-text.ts';
import { WRITER, type RedteamWorld } from './world.ts';

/** What the job works on. */
export type Job = {
  repository: MadeRepository & { id: number; name: string };
  ticketed: Ticketed | null;
  modelUrl: string;
  /** Where a second job posts. */
  issue: number;
};

type Surroundings = {
  scenario: Scenario;
  secrets: Secrets;
  stage: Stage;
  world: RedteamWorld;
  signal: AbortSignal;
};

/** Time enough for a result in a cancelled run. */
const DELAYS = { interrupt: 7500, terminate: 1000, streams: 500 };
/** What is ended for the time that it took has shown all that it shows. */
const SHORT_DELAYS = { ...DELAYS, interrupt: 1000 };

/** Runs the scenario's job on the stand-in of GitHub's runner, real shells and the real action in it. */
export async function runStage(job: Job, around: Surroundings): Promise<JobOutcome> {
  const { scenario, secrets, stage, world, signal } = around;
  const { repository, ticketed } = job;
  const script = async (name: string, text: string | undefined) =>
    text === undefined ? null : writeScript(stage, name, text);
  const workflow = workflowText({
    keepCredentials: scenario.keep_credentials,
    plant: await writePlantScript(stage, scenario.files),
    earlier: await script('earlier', scenario.earlier),
    later: await script('later', scenario.later),
    head: repository.head,
    withTicket: ticketed !== null,
    operator: scenario.operator,
    publish: scenario.publish,
  });
  const runJob = makeJobRunner({
    root: stage.runner,
    toolCache: world.toolCache,
    keep: true,
    delays: scenario.oracles.time === undefined ? DELAYS : SHORT_DELAYS,
  });
  const ticket = ticketed !== null && 'ticket' in ticketed ? ticketed : null;
  return runJob({
    run: {
      id: 1,
      number: 1,
      attempt: 1,
      workflow: '.github/workflows/redteam.yml',
      event: scenario.pull_request === undefined ? 'workflow_dispatch' : 'pull_request_target',
    },
    workflowText: workflow,
    actor: WRITER,
    inputs: { task: scenario.task, ...(ticket === null ? {} : { ticket: ticket.ticket }) },
    payload: payloadOf(scenario, repository.id),
    repository: {
      id: repository.id,
      owner: 'example',
      name: repository.name,
      gitDir: repository.gitDir,
      ref: 'refs/heads/main',
      sha: repository.main,
      defaultBranch: 'main',
    },
    urls: { server: world.github.url, api: world.github.api },
    secrets: { ANTHROPIC_API_KEY: secrets.canaries['api-key'] ?? '' },
    vars: {
      ANTHROPIC_BASE_URL: job.modelUrl,
      AGENT: agentOf(scenario),
      ISSUE: String(job.issue),
      ...(ticket === null ? {} : { TICKET_KEY: ticket.key }),
    },
    // The job that posts has a token of its own, which the agent's job never sees.
    mintToken: (permissions) =>
      permissions['issues'] === 'write'
        ? world.github.mintJobToken(repository.id, permissions)
        : (secrets.canaries['github-token'] ?? ''),
    actions: { 'agent-dispatch/agent-dispatch': stage.action },
    environment: { ...world.environment, HOME: stage.home, ...scenario.environment },
    signal,
  });
}

/** What GitHub says of the event. A fork is another repository, of another number. */
function payloadOf({ private: isPrivate, pull_request: pull }: Scenario, id: number): object {
  const repository = { id, private: isPrivate };
  if (pull === undefined) return { repository };
  const repo = pull === 'fork' ? { id: id + 1, private: false } : repository;
  return { repository, pull_request: { number: 1, head: { repo }, base: { repo: repository } } };
}
