import { valueAt } from './explain.ts';
import { finding, type Finding, type Path } from './problem.ts';

/** What an agent that has to propose a plan cannot have as well. */
export function checkRequirePlan(data: unknown, path: Path): Finding[] {
  const said = (key: string) => valueAt(data, [...path, key]) ?? valueAt(data, ['defaults', key]);
  if (said('require_plan') !== true) return [];
  const policy = said('policy');
  const at = [...path, 'require_plan'];
  const place = valueAt(data, at) === undefined ? path : at;
  return [
    ...(policy === 'require_approval' || policy === 'deny_all'
      ? [
          finding(
            place,
            `The agent has \`require_plan\` and \`policy: ${policy}\`, under which no plan can be carried out.`,
            'Remove one of the two.',
            'key',
          ),
        ]
      : []),
    ...(valueAt(data, [...path, 'output_schema']) === undefined
      ? []
      : [
          finding(
            place,
            'The agent has `require_plan` and `output_schema`, and a plan is text that follows no schema.',
            'Remove one of the two.',
            'key',
          ),
        ]),
    ...(said('session_hours') === undefined
      ? []
      : [
          finding(
            place,
            'The agent has `require_plan` and `session_hours`, and what was agreed to once is no plan for what is said next.',
            'Remove one of the two.',
            'key',
          ),
        ]),
  ];
}
