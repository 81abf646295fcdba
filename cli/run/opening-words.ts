import { configPath } from '../../core/config/path.ts';
import type { Model } from '../local/open-model.ts';
import type { Snapshot } from './snapshot.ts';

/** What is said before a local run: what it works on, whose configuration counts, and who answers. */
export function opening(
  { uncommitted }: Snapshot,
  top: string,
  model: Model,
  by: 'workflow' | 'comment',
): string[] {
  const more = uncommitted ? ', with what is not committed as its last commit' : ' as last committed';
  return [
    `A copy of ${top}${more}.`,
    `The configuration is its own ${configPath}: on GitHub that of the default branch counts.`,
    ...(by === 'comment'
      ? ['No workflow starts this agent: it runs as after a /dispatch comment of yours.']
      : []),
    `${model.words}\n`,
  ];
}
