import { readDiffLines } from '../core/output/diff-lines.ts';
import type { OutputFacts } from '../core/output/kinds/kind.ts';
import type { Plan } from '../core/profile/plan.ts';
import type { FoundChange } from './read-change.ts';

/** What outputs are held against, and why something of it is not known, in words; null when it is. */
export type FoundFacts = { facts: OutputFacts; unknown: string | null };

/**
 * The change that a review may comment on, at the very commit that the run is about. It is asked of GitHub, which will
 * hold the review against it. Without one an agent still reviews, in its summary: that it cannot be read ends no run.
 */
export async function outputFactsOf(
  { outputs }: Plan,
  readChange: () => Promise<FoundChange>,
): Promise<FoundFacts> {
  if (!outputs.some(({ kind }) => kind === 'review')) return { facts: { diff: null }, unknown: null };
  const change = await readChange();
  return 'diff' in change
    ? { facts: { diff: readDiffLines(change.diff) }, unknown: null }
    : { facts: { diff: null }, unknown: change.unknown };
}
