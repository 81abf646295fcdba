import { readCommit } from './git-objects.ts';
import { iso } from './nouns/notation.ts';
import type { Repository, Run, World } from './state.ts';
import { repositoryNamed } from './world.ts';

/** A run of a check whose only job failed at one step, with what that step printed. */
export type FailedRun = {
  headSha: string;
  event: string;
  workflow: string;
  job: string;
  step: string;
  log: string;
};

export type Failing = {
  /** A check that ran elsewhere has failed; nobody is told. */
  failRun(repository: string, failed: FailedRun): Promise<Run>;
};

/** Makes the method by which checks fail. */
export function makeFailing(world: World): Failing {
  return {
    async failRun(fullName, failed) {
      const run = await failedRun(world, repositoryNamed(world, fullName), failed);
      world.runs.push(run);
      return run;
    },
  };
}

async function failedRun(
  world: World,
  repository: Repository,
  { headSha, event, workflow: name, job, step, log }: FailedRun,
): Promise<Run> {
  const commit = await readCommit(repository, headSha);
  if (commit === null) throw new Error(`no commit ${headSha}`);
  const now = world.now();
  const path = `.github/workflows/${name}.yml`;
  const failed = { status: 'completed', conclusion: 'failure', startedAt: now, completedAt: now } as const;
  return {
    id: world.nextId(),
    number: 1,
    repository,
    workflow: { id: world.nextId(), path, name, createdAt: now },
    workflowText: '',
    event,
    title: name,
    ref: 'refs/heads/topic',
    commit,
    actor: repository.owner,
    inputs: {},
    status: 'completed',
    conclusion: 'failure',
    createdAt: now,
    updatedAt: now,
    artifacts: [],
    jobs: [
      {
        id: world.nextId(),
        createdAt: now,
        name: job,
        steps: [{ name: step, number: 1, ...failed }],
        ...failed,
      },
    ],
    log: log.replace(/^/gm, `${iso(now).replace('Z', '.0000000Z')} `),
    summary: '',
    outputs: {},
    abort: new AbortController(),
  };
}
