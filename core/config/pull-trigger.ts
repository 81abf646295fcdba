import { fitsPath } from '../policy/path-pattern.ts';
import type { PullTrigger } from './triggers.ts';

/** A pull request as it is now. */
export type SeenPull = { draft: boolean; fork: boolean; labels: readonly string[] };

/**
 * Whether a pull request is one that a trigger is about. `paths`: what it changes; null when nobody can tell, and then
 * whoever hides a file among thousands of others does not keep the agent away.
 */
export function isTriggeredBy(
  trigger: Pick<PullTrigger, 'paths' | 'labels' | 'drafts' | 'forks'>,
  { draft, fork, labels }: SeenPull,
  paths: ReadonlySet<string> | null,
): boolean {
  if (draft && !trigger.drafts) return false;
  if (fork && !trigger.forks) return false;
  const has = new Set(labels.map(lower));
  if (trigger.labels.length > 0 && !trigger.labels.some((label) => has.has(lower(label)))) return false;
  if (trigger.paths.length === 0 || paths === null) return true;
  return trigger.paths.some((pattern) => [...paths].some((path) => fitsPath(pattern, path)));
}

/** GitHub takes labels that differ in case for one. */
function lower(label: string): string {
  return label.toLowerCase();
}
