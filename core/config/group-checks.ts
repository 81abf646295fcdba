import { valueAt } from './explain.ts';
import { didYouMean } from './nearest.ts';
import { finding, shown, type Finding, type Path } from './problem.ts';
import { asList, asText } from './written-tools.ts';

/** What is wrong with the groups as they are written: names that are none, keys that say nothing in their mode. Runs on any data. */
export function checkGroups(data: unknown, agents: readonly string[]): Finding[] {
  return groupNames(data).flatMap((name) => {
    const path: Path = ['groups', name];
    return [
      ...checkName(path, name, agents),
      ...checkMembers(data, path, agents),
      ...checkAggregate(data, path, agents),
      ...checkMode(data, path),
    ];
  });
}

/** The names of the groups of a file, whatever else it holds. */
export function groupNames(data: unknown): string[] {
  const groups = valueAt(data, ['groups']);
  return typeof groups === 'object' && groups !== null && !Array.isArray(groups) ? Object.keys(groups) : [];
}

function checkName(path: Path, name: string, agents: readonly string[]): Finding[] {
  if (!agents.includes(name)) return [];
  return [
    finding(
      path,
      `${shown(name)} names both an agent and a group, and \`/dispatch ${name}\` can start only one of them.`,
      'Choose another name for one of the two.',
      'key',
    ),
  ];
}

function checkMembers(data: unknown, path: Path, agents: readonly string[]): Finding[] {
  const members = asList(valueAt(data, [...path, 'members'])) ?? [];
  return members.flatMap((entry, index): Finding[] => {
    const at = [...path, 'members', index];
    if (typeof entry !== 'string') return [];
    if (!agents.includes(entry)) return [noAgent(at, entry, agents, `\`members\` holds`)];
    if (members.indexOf(entry) === index) return [];
    return [finding(at, '`members` holds one entry twice.', 'Keep one of the two.')];
  });
}

function checkAggregate(data: unknown, path: Path, agents: readonly string[]): Finding[] {
  const at = [...path, 'aggregate'];
  const aggregate = valueAt(data, at);
  if (typeof aggregate !== 'string' || agents.includes(aggregate)) return [];
  return [noAgent(at, aggregate, agents, '`aggregate` is')];
}

function noAgent(at: Path, entry: string, agents: readonly string[], what: string): Finding {
  return finding(
    at,
    `${what} ${shown(entry)}, which is no agent of this file${didYouMean(entry, agents)}.`,
    'Name an agent of this file; a group cannot be in a group.',
  );
}

function checkMode(data: unknown, path: Path): Finding[] {
  const mode = asText(valueAt(data, [...path, 'mode'])) || 'parallel';
  const members = asList(valueAt(data, [...path, 'members'])) ?? [];
  const useless =
    mode === 'dialogue'
      ? ['aggregate', 'max_parallel', 'halt_on_failure']
      : mode === 'parallel'
        ? ['rounds']
        : [];
  return [
    ...useless
      .filter((key) => valueAt(data, [...path, key]) !== undefined)
      .map((key) =>
        finding(
          [...path, key],
          `\`${key}\` says nothing in a group whose mode is ${mode}.`,
          mode === 'dialogue'
            ? `Remove it, or make the group parallel.`
            : 'Remove it, or add `mode: dialogue`.',
          'key',
        ),
      ),
    ...(mode === 'dialogue' && members.length > 2
      ? [
          finding(
            [...path, 'members'],
            `A dialogue has two members, and this one has ${members.length}.`,
            'Name two agents, the one that begins first; or make the group parallel.',
            'key',
          ),
        ]
      : []),
  ];
}
