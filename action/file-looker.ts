import type { OutputFacts } from '../core/output/kinds/kind.ts';
import { mayRead } from '../core/policy/may-read.ts';
import type { Plan } from '../core/profile/plan.ts';
import { lookAtFile } from '../edge/files/look-at-file.ts';

/** What cannot be read by the agent's profile, in words that go on from the path. */
const UNREADABLE = { problem: "is none of the paths that the agent's profile lets it read" };

/** Looks at files that an agent wants to keep, while it can still choose others. */
export function fileLooker(plan: Plan, workspace: string): NonNullable<OutputFacts['fileAt']> {
  return (path) => (mayRead(plan, path) ? lookAtFile(workspace, path) : UNREADABLE);
}
