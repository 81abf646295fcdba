import { readDiffLines } from '../core/output/diff-lines.ts';
import type { OutputFacts } from '../core/output/kinds/kind.ts';
import type { Plan } from '../core/profile/plan.ts';
import type { Authority } from '../core/ticket/verify.ts';
import { readDiff, readPullDiff } from '../edge/github/read-diff.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readEventPull } from '../edge/runner/event-facts.ts';
import { accident } from './accident.ts';

/** What outputs are held against, and why something of it is not known, in words; null when it is. */
export type FoundFacts = { facts: OutputFacts; unknown: string | null };

/**
 * The change that a review may comment on, at the very commit that the run is about. It is asked of GitHub, which will
 * hold the review against it. Without one an agent still reviews, in its summary: that it cannot be read ends no run.
 */
export async function outputFactsOf(
  { outputs }: Plan,
  authority: Authority,
  { eventPath }: { eventPath: string | null },
  request: Request,
  name: RepositoryName,
): Promise<FoundFacts> {
  if (!outputs.some(({ kind }) => kind === 'review')) return { facts: { diff: null }, unknown: null };
  try {
    const diff =
      authority.kind === 'ticket'
        ? await readPullDiff(request, name, authority.ticket.issue_number, authority.ticket.head_sha)
        : await eventDiff(eventPath, request, name);
    if (diff === null)
      return { facts: { diff: null }, unknown: 'there is no pull request here, or GitHub has no diff of it' };
    return { facts: { diff: readDiffLines(diff) }, unknown: null };
  } catch (error) {
    const { because, remedy } = accident(error);
    return { facts: { diff: null }, unknown: `${because} ${remedy}` };
  }
}

async function eventDiff(eventPath: string | null, request: Request, name: RepositoryName) {
  const pull = await readEventPull(eventPath);
  return pull === null ? null : readDiff(request, name, pull);
}
