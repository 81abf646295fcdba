import type { Proposal } from '../approval/proposal.ts';
import { code, joined, words, type Document } from '../redact/document.ts';
import { counted } from './amounts.ts';

/** What an agent proposes to do, for whoever is asked: its steps are its words, the rest is held against each of its calls. */
export function proposedWords(proposal: Proposal): Document {
  const { steps, paths, commands, hosts, tools, workers, cost_usd: cost } = proposal;
  const sent = workers.map(({ agent, count }) => `${agent} (${count})`);
  return words`${joined(steps.map((step, index) => words`${index + 1}. ${step}\n`))}
- **writes**: ${list(paths)}
- **runs**: ${list(commands)}
- **reaches**: ${list(hosts)}
${tools.length === 0 ? words`` : words`- **calls**: ${list(tools)}\n`}${sent.length === 0 ? words`` : words`- **starts**: ${list(sent)}\n`}- **costs**: at most $${cost}

`;
}

/** The plan among what was handed in, where there is one. */
export function handedPlan(
  outputs: readonly ({ kind: string } | ({ kind: 'propose_plan' } & Proposal))[],
): Document {
  const item = outputs.find((one) => one.kind === 'propose_plan');
  if (item === undefined || !('steps' in item)) return words``;
  return words`**Proposed** in ${counted(item.steps.length, 'step')}; nothing of it was done:

${proposedWords(item)}`;
}

function list(entries: readonly string[]): Document {
  if (entries.length === 0) return words`nothing`;
  return joined(entries.map((entry, index) => words`${index === 0 ? '' : ', '}${code(entry)}`));
}
