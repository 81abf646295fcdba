import type { Proposal } from '../approval/proposal.ts';
import { code, joined, words, type Document } from '../redact/document.ts';
import { counted } from './amounts.ts';
import { proposalIn } from './hand-in.ts';
import type { Result } from './result.ts';

/** What an agent proposes to do, for whoever is asked: its steps are its words, the rest is held against each of its calls. */
export function proposedWords(proposal: Proposal): Document {
  const { steps, paths, commands, hosts, tools, workers, cost_usd: cost } = proposal;
  const sent = workers.map(({ agent, count }) => `${agent} (${count})`);
  return words`${joined(steps.map((step, index) => words`${index + 1}. ${step}\n`))}
- **writes**: ${list(paths)}
- **runs**: ${list(commands)}
- **reaches**: ${list(hosts)}
${tools.length === 0 ? words`` : words`- **calls**: ${list(tools)}\n`}${sent.length === 0 ? words`` : words`- **starts**: ${list(sent)}\n`}- **costs**: at most $${cost}`;
}

/** The plan that a run proposed, where it did; for whoever lets its workflow go on. */
export function handedPlan({
  outputs = [],
  plan_sha256: digest,
}: Pick<Result, 'outputs' | 'plan_sha256'>): Document {
  const proposal = proposalIn(outputs);
  if (proposal === null) return words``;
  return words`**Proposed** in ${counted(proposal.steps.length, 'step')}; nothing of it was done:

${proposedWords(proposal)}

${
  digest === undefined
    ? words``
    : words`The digest of this plan: ${code(digest)}.

`
}`;
}

function list(entries: readonly string[]): Document {
  if (entries.length === 0) return words`nothing`;
  return joined(entries.map((entry, index) => words`${index === 0 ? '' : ', '}${code(entry)}`));
}
