import { code, joined, words, type Document } from '../redact/document.ts';
import { counted, dollars } from './amounts.ts';
import { asTree, type FleetMember } from './fleet-members.ts';

/** The agents of a run as a list, each below the one that started it; nothing where there was one alone. */
export function fleetList(members: readonly FleetMember[] | undefined): Document {
  if (members === undefined) return words``;
  const rows = asTree(members).map(
    ({ member, depth }) => words`${'  '.repeat(depth)}- ${lineOf(member)}
`,
  );
  return joined([
    words`**Agents of this run**

`,
    ...rows,
    words`
`,
  ]);
}

function lineOf({ id, agent, end, cost_usd: cost, calls, tainted }: FleetMember): Document {
  const taint = tainted ? ', read text by strangers' : '';
  return words`${code(agent)} (${id}): ${endWords(end)}, ${dollars(cost)}, ${counted(calls.allowed, 'call')} allowed, ${calls.refused} refused${taint}`;
}

/** How a member ended, for people. */
export function endWords(end: FleetMember['end']): string {
  return end.replaceAll('_', ' ');
}
