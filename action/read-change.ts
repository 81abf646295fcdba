import type { Authority } from '../core/ticket/verify.ts';
import { readDiff, readPullDiff } from '../edge/github/read-diff.ts';
import type { RepositoryName, Request } from '../edge/github/request.ts';
import { readEventPull } from '../edge/runner/event-facts.ts';
import { accident } from './accident.ts';

/** The change of a pull request as a unified diff, or why it is not known, in words. */
export type FoundChange = { diff: string } | { unknown: string };

/** What a run knows of where it comes from, and whom to ask for more. `eventPath`: the event's payload, if any. */
export type Source = {
  authority: Authority;
  eventPath: string | null;
  request: Request;
  name: RepositoryName;
};

/**
 * Makes the reader of the change that the run is about, at the very commit that it is about. GitHub is asked once, by
 * whoever needs it first; that it cannot be read ends no run.
 */
export function changeReader(source: Source): () => Promise<FoundChange> {
  let found: Promise<FoundChange> | undefined;
  return () => (found ??= readChange(source));
}

async function readChange({ authority, eventPath, request, name }: Source): Promise<FoundChange> {
  try {
    const diff =
      authority.kind === 'ticket'
        ? await readPullDiff(request, name, authority.ticket.issue_number, authority.ticket.head_sha)
        : await eventDiff(eventPath, request, name);
    return diff === null
      ? { unknown: 'there is no pull request here, or GitHub has no diff of it' }
      : { diff };
  } catch (error) {
    const { because, remedy } = accident(error);
    return { unknown: `${because} ${remedy}` };
  }
}

async function eventDiff(eventPath: string | null, request: Request, name: RepositoryName) {
  const pull = await readEventPull(eventPath);
  return pull === null ? null : readDiff(request, name, pull);
}
