import type { PlannedOutput } from '../output/planned.ts';

/**
 * Whether an output changes more than what people read: commits and labels stay and may start workflows, an approval
 * may let a change in.
 */
export function isLasting({ kind, limits }: PlannedOutput): boolean {
  return kind === 'patch' || kind === 'labels' || (kind === 'review' && limits['approve'] === true);
}
