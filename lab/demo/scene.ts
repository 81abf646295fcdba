import type { FailedRun } from '../github/failed-runs.ts';
import type { TurnFunction } from '../model/script.ts';
import type { MadeRepository } from './make-repository.ts';

/** What `dispatch start` plays: a repository, a thread in it, a maintainer's comment there, and who answers. */
export type Scene = {
  /** An issue, or a pull request where the repository has a branch for one. */
  thread: { title: string; body?: string };
  /** A check of the pull request that has failed before. */
  failed?: Omit<FailedRun, 'headSha'>;
  /** What the maintainer writes. */
  comment: string;
  /** Said before it begins, beside what is real and what stands in. */
  notes: readonly string[];
  /** Makes the repository below an empty folder. */
  make: (root: string) => Promise<MadeRepository>;
  /** Answers where no key for the real model is set. */
  model: TurnFunction;
  /** What must be there at the end, besides runs that succeeded; `nothing` where the comment is the caller's. */
  brings: 'review' | 'patch' | 'answer' | 'nothing';
  /** What the App was given besides what `app.yml` asks for. */
  permissions?: Record<string, string>;
};

/** A scene that is bundled, by the name that `--example` takes. */
export type Example = Scene & { name: string; summary: string };
