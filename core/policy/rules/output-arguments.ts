import { servedKinds } from '../../output/kinds/table.ts';
import { kindOfTool, outputTool, type PlannedOutput } from '../../output/planned.ts';
import type { Rule } from '../rule.ts';

const outputs: PlannedOutput[] = [{ kind: 'labels', limits: { allow: ['bug'], most: 1 } }];

/** What is handed in must have the form of its kind; whether it keeps to the limits is said when it is taken. */
export const outputArguments = {
  name: 'output-arguments',
  docs: {
    refuses: 'A call that hands in an output (`mcp__dispatch__…`) in another form than that of its kind.',
    why: 'What an agent hands back is posted in our name: there is no field of it that we do not know.',
    refused: { call: `${outputTool('labels')}({"add":["bug"],"remove":["security"]})`, profile: { outputs } },
    allowed: { call: `${outputTool('labels')}({"add":["bug"]})`, profile: { outputs } },
    change: 'Nothing: each kind of `outputs` has one form, which the agent is told with the tool.',
  },
  check(call) {
    const kind = kindOfTool(call.tool);
    const because = kind === null ? null : servedKinds[kind].misfit(call.input);
    if (because === null) return 'pass';
    return { because, remedy: 'Mend it and call again.' };
  },
} satisfies Rule;
