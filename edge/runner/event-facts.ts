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
  pull_request?: {
    number?: unknown;
    head?: { repo?: Repository; sha?: unknown };
    base?: { sha?: unknown };
  } | null;
  workflow_run?: { id?: unknown; head_repository?: Repository } | null;
  issue?: { number?: unknown; pull_request?: unknown } | null;
};

/** Reads the payload that the runner keeps in a file. What it does not say counts as the worse of its values. */
export async function readEventFacts(path: string | null): Promise<EventFacts> {
  const payload = await readPayload(path);
  return payload === null ? WORST : eventFacts(payload);
}

/** The commits of the pull request that an event is about; null when it is about none. */
export async function readEventPull(path: string | null): Promise<{ base: string; head: string } | null> {
  const pull = (await readPayload(path))?.pull_request;
  const [base, head] = [pull?.base?.sha, pull?.head?.sha];
  return isCommit(base) && isCommit(head) ? { base, head } : null;
}

/** The number of the issue or pull request that an event is about; null when it is about none. */
export async function readEventThread(path: string | null): Promise<number | null> {
  const payload = await readPayload(path);
  return idIn(payload?.pull_request?.number ?? payload?.issue?.number);
}

/** The id of the run that an event of a workflow's run is about; null when it is about none. */
export async function readEventRun(path: string | null): Promise<number | null> {
  return idIn((await readPayload(path))?.workflow_run?.id);
}

function idIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0 ? value : null;
}

function isCommit(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value);
}

async function readPayload(path: string | null): Promise<Payload | null> {
  if (path === null) return null;
  try {
    if ((await stat(path)).size > LARGEST) return null;
    const payload: unknown = JSON.parse(await readFile(path, 'utf8'));
    return typeof payload === 'object' ? payload : null;
  } catch {
    return null;
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
