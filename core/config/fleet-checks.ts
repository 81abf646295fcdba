import { valueAt } from './explain.ts';
import { didYouMean } from './nearest.ts';
import { finding, shown, type Finding, type Path } from './problem.ts';
import { asList, asText } from './written-tools.ts';

/** Whether the agents that a lead may start exist, and are others than the lead. */
export function checkFleet(data: unknown, path: Path, names: readonly string[]): Finding[] {
  const list = asList(valueAt(data, [...path, 'may_dispatch'])) ?? [];
  const own = asText(path.at(-1));
  return [
    ...list.flatMap((entry, index): Finding[] => {
      const at = [...path, 'may_dispatch', index];
      if (typeof entry !== 'string') return [];
      if (entry === own)
        return [
          finding(
            at,
            '`may_dispatch` holds the agent itself.',
            'Name other agents. A worker that starts its like never ends; give the lead a worker of its own kind under another name.',
          ),
        ];
      if (names.includes(entry)) return [];
      return [
        finding(
          at,
          `\`may_dispatch\` holds ${shown(entry)}, which is no agent of this file${didYouMean(entry, names)}.`,
          'Name agents of this file.',
        ),
      ];
    }),
    ...(list.length === 0 && valueAt(data, [...path, 'fleet']) !== undefined
      ? [
          finding(
            [...path, 'fleet'],
            'The agent has `fleet`, and no agents that it may start.',
            'Name them in `may_dispatch`, or remove `fleet`.',
            'key',
          ),
        ]
      : []),
  ];
}
