import type { ContentLimit } from './content-limit.ts';
import type { JobProgress } from '../runner/job-progress.ts';
import type { JobOutcome, JobRunner } from '../runner/job-runner.ts';

/** Permission names as the API spells them (`pull_requests`), each `read`, `write` or `admin`. */
export type Grants = Record<string, string>;

/** What a person may do in a repository. */
export type HumanRole = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin';

export type User = { id: number; login: string; type: 'User' | 'Bot' | 'Organization' };

/** A GitHub App. `bot` is the account that its comments come from. */
export type App = {
  id: number;
  slug: string;
  name: string;
  clientId: string;
  owner: User;
  bot: User;
  permissions: Grants;
  events: string[];
  createdAt: number;
};

export type Installation = {
  id: number;
  account: User;
  repositories: Set<Repository>;
  permissions: Grants;
  events: string[];
  createdAt: number;
};

export type Repository = {
  id: number;
  owner: User;
  name: string;
  /** `owner/name` */
  fullName: string;
  /** A bare git repository on this machine: the only source of files, commits and refs. */
  gitDir: string;
  private: boolean;
  archived: boolean;
  defaultBranch: string;
  fork: boolean;
  createdAt: number;
  roles: Map<string, HumanRole>;
  issues: Map<number, Issue>;
  workflows: Map<string, Workflow>;
  /** By lower-case name. */
  labels: Map<string, Label>;
  secrets: Record<string, string>;
  vars: Record<string, string>;
};

/** A team of an organisation. `members` by login in lower case; an invitation that nobody took up yet is `pending`. */
export type Team = {
  id: number;
  organisation: User;
  slug: string;
  members: Map<string, 'active' | 'pending'>;
  createdAt: number;
};

export type Pull = {
  id: number;
  head: { sha: string; ref: string; repository: Repository };
  base: { sha: string; ref: string };
  commits: number;
  additions: number;
  deletions: number;
  changedFiles: number;
  draft: boolean;
};

/** An issue, or a pull request when `pull` is set: they share one series of numbers. Times are milliseconds. */
export type Issue = {
  id: number;
  number: number;
  repository: Repository;
  title: string;
  body: string;
  author: User;
  state: 'open' | 'closed';
  locked: boolean;
  createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  pull: Pull | null;
  labels: Label[];
};

/** A label of a repository. Names are compared without case. */
export type Label = { id: number; name: string };

/** A comment of a review, at lines of the diff. */
export type ReviewComment = {
  id: number;
  author: User;
  /** The comment that it answers; null for one that begins. */
  replyTo: number | null;
  updatedAt: number;
  path: string;
  line: number;
  side: 'LEFT' | 'RIGHT';
  startLine: number | null;
  startSide: 'LEFT' | 'RIGHT' | null;
  body: string;
};

/** A review of a pull request, with its comments. */
export type Review = {
  id: number;
  issue: Issue;
  author: User;
  body: string;
  state: 'COMMENTED' | 'CHANGES_REQUESTED' | 'APPROVED';
  commit: string;
  comments: ReviewComment[];
  submittedAt: number;
};

/** A remark of a check at lines of a file. */
export type Annotation = {
  path: string;
  start_line: number;
  end_line: number;
  annotation_level: string;
  message: string;
  title?: string;
};

export type Reaction = { id: number; user: User; content: string; createdAt: number };

/** One comment. `revisions` holds every body it ever had, oldest first; the last one is `body`. */
export type Comment = {
  id: number;
  issue: Issue;
  author: User;
  viaApp: App | null;
  body: string;
  revisions: { body: string; at: number }[];
  createdAt: number;
  reactions: Reaction[];
  deleted: boolean;
};

/** A workflow file. `id` stays the same while `path` does. */
export type Workflow = { id: number; path: string; name: string; createdAt: number };

export type Artifact = {
  id: number;
  run: Run;
  name: string;
  zip: Buffer;
  createdAt: number;
  expired: boolean;
};

/** A check of one commit by one App. Times are milliseconds. */
export type CheckRun = {
  id: number;
  repository: Repository;
  app: App;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string | null;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: string | null;
  startedAt: number;
  completedAt: number | null;
  title: string | null;
  summary: string | null;
  annotations: Annotation[];
  /** The buttons that its page shows once it is completed. */
  actions: { label: string; description: string; identifier: string }[];
};

/** A commit as the API describes it; `date`s are ISO 8601. */
export type Commit = {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
  author: Signature;
  committer: Signature;
};
export type Signature = { name: string; email: string; date: string };

export type Run = {
  id: number;
  number: number;
  repository: Repository;
  workflow: Workflow;
  workflowText: string;
  event: string;
  title: string;
  /** Full ref: `refs/heads/main`. */
  ref: string;
  commit: Commit;
  actor: User;
  inputs: Record<string, string>;
  status: 'queued' | 'in_progress' | 'completed';
  conclusion: JobOutcome['conclusion'] | null;
  createdAt: number;
  updatedAt: number;
  artifacts: Artifact[];
  /** As its runner told of them last. */
  jobs: RunJob[];
  log: string;
  summary: string;
  outputs: JobOutcome['outputs'];
  abort: AbortController;
};

/** A job of a run. */
export type RunJob = JobProgress & { id: number; createdAt: number };

/** A run that waits at an environment for the App's answer. `comments`: what the App said beside it. */
export type ProtectionRequest = {
  /** Of the deployment. */
  id: number;
  run: Run;
  environment: string;
  createdAt: number;
  state: 'pending' | 'approved' | 'rejected';
  comments: string[];
  /** Resolves with the App's answer. */
  answered: Promise<void>;
  answer: () => void;
};

export type Delivery = {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  deliveredAt: number;
  redelivery: boolean;
  seconds: number;
  /** `OK`, or what went wrong in GitHub's words. */
  status: string;
  /** The HTTP status of the answer; 0 while there is none. */
  statusCode: number;
  installationId: number | null;
  repositoryId: number | null;
  url: string;
  request: { headers: Record<string, string>; payload: unknown };
  response: { headers: Record<string, string>; payload: string | null };
};

/** Where and how the App is told about events. */
export type WebhookTarget = { url: string; secret: string };

/** Something that GitHub's description forbids, or a trust rule that was broken. Empty after a good test. */
export type Violation = {
  in: 'request' | 'response' | 'webhook' | 'storage';
  /** The operation (`GET /repos/{owner}/{repo}`), the webhook's name, or the path of an unknown route. */
  what: string;
  message: string;
};

/** Everything the stand-in knows. Times come from `now`, in milliseconds. */
export type World = {
  urls: { origin: string; api: string; storage: string };
  now: () => number;
  nextId: () => number;
  app: App;
  /** The App behind GITHUB_TOKEN. */
  actionsApp: App;
  publicKey: string;
  webhook: WebhookTarget | null;
  /** Apps that somebody confirmed, by the code that fetches them once. */
  newApps: Map<string, App>;
  users: Map<string, User>;
  /** By lower-case full name, as GitHub compares names without case. */
  repositories: Map<string, Repository>;
  /** By `organisation/slug` in lower case. */
  teams: Map<string, Team>;
  installations: Installation[];
  comments: Map<number, Comment>;
  runs: Run[];
  checks: CheckRun[];
  reviews: Review[];
  protectionRequests: ProtectionRequest[];
  artifacts: Map<number, Artifact>;
  deliveries: Delivery[];
  violations: Violation[];
  /** GitHub's secondary limits; null where they are not played. */
  contentLimit: ContentLimit | null;
  /** Aborted when the server closes. */
  closing: AbortSignal;
  /** Work that goes on after its request was answered: deliveries and runs. */
  pending: Set<Promise<void>>;
  jobs: {
    run?: JobRunner;
    actions: Record<string, string>;
    environment: Record<string, string>;
    onLog?: (run: Run, line: string) => void;
  };
};
