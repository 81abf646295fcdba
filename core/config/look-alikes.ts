import { skeleton } from './names.ts';
import { finding, type Finding } from './problem.ts';

/** Names of agents and groups that a person would take for one another. One that is the very same is told elsewhere. */
export function lookAlikes(agents: readonly string[], groups: readonly string[] = []): Finding[] {
  const seen = new Map<string, string>();
  const others = groups.filter((name) => !agents.includes(name));
  return [...agents, ...others].flatMap((name) => {
    const twin = seen.get(skeleton(name));
    seen.set(skeleton(name), twin ?? name);
    if (twin === undefined) return [];
    return [
      finding(
        [agents.includes(name) ? 'agents' : 'groups', name],
        agents.includes(name)
          ? 'This name looks like another agent’s.'
          : 'This name looks like that of an agent or of another group.',
        'Choose a name that nobody can mistake for the other.',
        'key',
      ),
    ];
  });
}
