import { labelJson } from './nouns/label.ts';
import { tellOfPull } from './pulls.ts';
import type { Issue, User, World } from './state.ts';

/** Adds labels to an issue or pull request, and makes those that the repository does not have yet. Apps hear of each. */
export function addLabels(world: World, issue: Issue, sender: User, names: readonly string[]): void {
  const { repository } = issue;
  for (const name of names) {
    const known = repository.labels.get(name.toLowerCase()) ?? { id: world.nextId(), name };
    repository.labels.set(name.toLowerCase(), known);
    if (issue.labels.includes(known)) continue;
    issue.labels.push(known);
    issue.updatedAt = world.now();
    if (issue.pull)
      tellOfPull(world, 'labeled', issue, sender, { label: labelJson(world, repository, known) });
  }
}
