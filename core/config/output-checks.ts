import { valueAt } from './explain.ts';
import { writingTools } from './known-tools.ts';
import { didYouMean } from './nearest.ts';
import { namedIn } from './outputs.ts';
import { finding, shown, type Finding, type Path } from './problem.ts';
import { asList, asText, writtenTools } from './written-tools.ts';

/** What no single entry of a written list of outputs shows: a kind that stands twice, a missing `comment`. */
export function checkOutputList(data: unknown, path: Path): Finding[] {
  const list = asList(valueAt(data, [...path, 'outputs'])) ?? [];
  const names = list.map((entry) => namedIn(entry)[0]);
  const twice = names.findIndex((name, index) => name !== '' && names.indexOf(name) !== index);
  return [
    ...(twice === -1
      ? []
      : [
          finding(
            [...path, 'outputs', twice],
            '`outputs` holds one kind twice.',
            'Keep one of the two entries.',
          ),
        ]),
    ...(names.includes('comment') || list.length === 0
      ? []
      : [
          finding(
            [...path, 'outputs'],
            '`outputs` does not hold `comment`, and what an agent says last is always told.',
            'Add `comment` to the list.',
          ),
        ]),
  ];
}

/** Whether the agents that an agent may hand tasks on to are some of the file. */
export function checkHandedOn(data: unknown, path: Path, agents: readonly string[]): Finding[] {
  const list = asList(valueAt(data, [...path, 'outputs'])) ?? [];
  return list.flatMap((entry, index) => {
    const at = [...path, 'outputs', index, 'dispatch', 'agents'];
    const named = asList(valueAt(data, at)) ?? [];
    return named.flatMap((name, place) =>
      typeof name !== 'string' || agents.includes(name)
        ? []
        : [
            finding(
              [...at, place],
              `\`outputs\` lets tasks be handed on to ${shown(name)}, which is no agent of this file${didYouMean(name, agents)}.`,
              'Name agents of this file.',
            ),
          ],
    );
  });
}

/** What the outputs of an agent, its own or inherited ones, have to do with its other keys. */
export function checkOutputs(data: unknown, path: Path): Finding[] {
  const inherited = valueAt(data, [...path, 'outputs']) ?? valueAt(data, ['defaults', 'outputs']);
  const names = (asList(inherited) ?? []).map((entry) => namedIn(entry)[0]);
  const others = names.filter((name) => name !== 'comment');
  const structured = valueAt(data, [...path, 'output_schema']) !== undefined;
  const writes = writtenTools(data, path).some((tool) => writingTools.includes(asText(tool)));
  return [
    ...checkOutputList(data, path),
    ...(structured && others.length > 0
      ? [
          finding(
            path,
            'The agent has `output_schema`, beside which it hands back nothing, and other `outputs` than comment.',
            'Remove one of the two; or write `outputs: [comment]`, where the list is that of `defaults`.',
            'key',
          ),
        ]
      : []),
    ...(names.includes('patch') && !writes
      ? [
          finding(
            path,
            'The agent has the output `patch`, and no tool that changes a file.',
            `Add ${writingTools.join(', ')} or some of them to its tools, or remove \`patch\`.`,
            'key',
          ),
        ]
      : []),
  ];
}
