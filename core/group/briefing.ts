import type { PlannedContext } from '../config/context.ts';
import type { ComposedContext } from '../context/compose.ts';

/** What everybody of a group is told, each as far as its profile goes. */
export type Briefing = {
  task: string;
  /** The last commit as `git show` prints it; null where the clone does not hold its parent. */
  lastCommit: string | null;
  /** What strangers wrote of what all of them are given, in words. */
  taint: readonly string[];
  /** What a profile is given of the issue or pull request, and of an earlier result; null for nothing. */
  contextFor: (context: PlannedContext) => ComposedContext | null;
};
