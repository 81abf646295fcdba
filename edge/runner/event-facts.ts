import { readFile, stat } from 'node:fs/promises';

/** What the event that started a workflow says of the code and the repository. */
export type EventFacts = {
  /** The workflow may have checked out code from a fork. */
  forkHead: boolean;
  private: boolean;
};

/** GitHub sends at most 25 MB. */
const LARGEST = 32 * 1024 * 1024;
const WORST: EventFacts = { forkHead: true, private: true };

type Repository = { id?: unknown; private?: unknown } | null | undefined;
type Payload = {
  repository?: Repository;
  pull_request?: { head?: { repo?: Repository } } | null;
  workflow_run?: { head_repository?: Repository } | null;
  issue?: { pull_request?: unknown } | null;
};

/** Reads the payload that the runner keeps in a file. What it does not say counts as the worse of its values. */
export async function readEventFacts(path: string | null): Promise<EventFacts> {
  if (path === null) return WORST;
  try {
    if ((await stat(path)).size > LARGEST) return WORST;
    const payload: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof payload === 'object' && payload !== null ? eventFacts(payload) : WORST;
  } catch {
    return WORST;
  }
}

function eventFacts(payload: Payload): EventFacts {
  const { repository } = payload;
  return { forkHead: mayBeFork(payload), private: repository?.private !== false };
}

function mayBeFork({ repository, pull_request: pull, workflow_run: run, issue }: Payload): boolean {
  const isForeign = (other: Repository) => typeof other?.id !== 'number' || other.id !== repository?.id;
  if (pull) return isForeign(pull.head?.repo);
  if (run) return isForeign(run.head_repository);
  // A comment on a pull request says nothing of its head, which is what such a workflow checks out.
  return Boolean(issue?.pull_request);
}
