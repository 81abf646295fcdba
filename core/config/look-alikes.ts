import { skeleton } from './names.ts';
import { finding, type Finding } from './problem.ts';

/** Names of agents that a person would take for one another. */
export function lookAlikes(names: readonly string[]): Finding[] {
  const seen = new Map<string, string>();
  return names.flatMap((name) => {
    const twin = seen.get(skeleton(name));
    seen.set(skeleton(name), twin ?? name);
    if (twin === undefined) return [];
    return [
      finding(
        ['agents', name],
        'This name looks like another agent’s.',
        'Choose a name that nobody can mistake for the other.',
        'key',
      ),
    ];
  });
}
