import { contextWords } from '../config/context.ts';
import { fleetWords } from '../config/fleet.ts';
import { plainArguments } from '../approval/call.ts';
import { partsOf } from '../approval/narrow.ts';
import { shortDigest, type ApprovalPlan } from '../approval/plan.ts';
import {
  capabilities,
  capabilityNames,
  type Capability,
  type CapabilityClass,
} from '../profile/capabilities.ts';
import { proposedWords } from './proposed-words.ts';
import { code, joined, markdown, words, type Document } from '../redact/document.ts';

/** A job that a person has to agree to. `until` is a time, and `wait` how long that is from when it was asked, in words. */
export type Awaiting = {
  readonly kind: 'awaiting';
  readonly plan: ApprovalPlan;
  readonly digest: string;
  /** What the agent is asked to do. */
  readonly task: string;
  /** The job whose agent wrote the task; absent where a person did. */
  readonly taskOf?: string;
  readonly until: string;
  readonly wait: string;
};

const MEANS: Readonly<Record<CapabilityClass, string>> = {
  A: 'strangers may speak to it',
  B: 'there is something to steal',
  C: 'it has effects',
};

/** What would be approved, in words, and how. */
export function awaitingBody({ plan, digest, task, taskOf, until, wait }: Awaiting): Document {
  const approve = `/dispatch approve ${plan.jobId} ${shortDigest(digest)}`;
  return words`${why(plan)}

**What it may do**

${joined(planLines(plan).map(([label, text]) => line(label, text)))}
**To agree**, another person than the one who asked, with the role write, writes:

${code(approve)}

${partsText(plan)}To refuse: ${code(`/dispatch deny ${plan.jobId} the reason`)}. The plan holds for ${wait}, until ${until}, and for this configuration, these commits and this job only; when one of them changes it is void.

**Its task**, in the words of ${taskOf === undefined ? 'whoever asked' : words`the agent of the job ${code(taskOf)}, which no person wrote`}:

${markdown(task)}`;
}

function why(plan: ApprovalPlan): Document {
  const { call, proposal } = plan;
  const together = joined(
    capabilityNames.filter((name) => plan.capabilities.includes(name)).map(capabilityLine),
  );
  const alsoTogether =
    plan.capabilities.length === 0
      ? words``
      : words`

That run brings together:
${together}`;
  if (proposal !== undefined)
    return words`The run before this one did nothing but propose this plan. Another run of the same task may do what is in it, and nothing else, when a person agrees:

${proposedWords(proposal)}${alsoTogether}`;
  if (call === undefined)
    return words`This run brings together what must not come together without a person who agrees to it:
${together}`;
  return words`The run before this one wanted to make this call and did not:

${code(call.tool)} ${code(plainArguments(call))}

Its digest is ${code(call.digest)}. Another run of the same task may make this one call, once, when a person agrees to it.${alsoTogether}`;
}

function capabilityLine(name: Capability): Document {
  const { class: letter, means } = capabilities[name];
  return words`
- **${letter}**, ${MEANS[letter]}: ${means}`;
}

/** What can be left out, by its number. */
function partsText(plan: ApprovalPlan): Document {
  const parts = partsOf(plan);
  if (parts.length === 0) return words``;
  return words`With \`--without=1,2\` behind it, the parts of these numbers are left out:

${joined(
  parts.map(
    (
      { kind, text },
      index,
    ) => words`- ${index + 1}: ${kind === 'host' ? 'the host' : 'calls of'} ${code(text)}
`,
  ),
)}
`;
}

function line(label: string, text: string): Document {
  return words`- **${label}**: ${text}
`;
}

/** Everything that somebody has to know to answer for it. */
function planLines(plan: ApprovalPlan): [label: string, text: string][] {
  const list = (items: readonly string[]) => items.join(', ') || 'none';
  const all = (items: readonly string[]) => (items.includes('*') ? 'all' : list(items));
  return [
    ['tools', `${list(plan.tools)} (policy ${plan.policy})`],
    ['refused', list(plan.disallowedTools)],
    ['commands', all(plan.commands)],
    [
      'writable paths',
      plan.writablePaths.includes('*') ? 'all of its copy of the repository' : list(plan.writablePaths),
    ],
    ...(plan.context === undefined
      ? []
      : [['context', contextWords(plan.context)] satisfies [string, string]]),
    ...(plan.fromJob === undefined
      ? []
      : [
          [
            'given',
            `the ${plan.fromKind === 'session' ? 'conversation' : 'result'} of the job ${plan.fromJob}`,
          ] satisfies [string, string],
        ]),
    ...(plan.workers === undefined
      ? []
      : [
          ['workers', `${list(plan.workers.agents)}; ${fleetWords(plan.workers.limits)}`] satisfies [
            string,
            string,
          ],
        ]),
    ...(plan.group === undefined ? [] : [['group', plan.group] satisfies [string, string]]),
    ['hosts', plan.hosts.length === 0 ? 'none' : `${list(plan.hosts)}, at most ${plan.egressMaxMb} MB`],
    ['environment', list(plan.env)],
    ['limits', `$${plan.budgetUsd}, ${plan.maxTurns} turns, ${plan.timeoutMinutes} minutes`],
    ['model', plan.model],
    ['commit', `${plan.headSha} under the configuration ${plan.configBlob}`],
  ];
}
