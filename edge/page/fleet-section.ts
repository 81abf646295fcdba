import { dollars } from '../../core/output/amounts.ts';
import { asTree, type FleetMember } from '../../core/output/fleet-members.ts';
import { endWords } from '../../core/output/fleet-words.ts';
import type { RunPage } from '../../core/report/page-data.ts';
import { section, table } from './dom.ts';

const HEADS = ['Agent', 'Its name', 'Ended', 'Spent', 'Tokens in', 'Tokens out', 'Turns', 'Calls', 'Refused'];

/** The agents of a run as a tree with what each of them spent itself; left out where there was one alone. */
export function fleetSection({ result }: RunPage): Node | null {
  const members = result?.fleet;
  if (members === undefined) return null;
  const rows = asTree(members).map(({ member, depth }) => rowOf(member, depth));
  return section(
    'fleet',
    'Agents',
    table('Who worked, for whom, and for how much', HEADS, rows, [3, 4, 5, 6, 7, 8]),
  );
}

/** Who started whom stands in the path, too: an indent alone would be lost on those who hear the page. */
function rowOf(
  { id, agent, end, cost_usd, tokens, turns, calls, tainted }: FleetMember,
  depth: number,
): string[] {
  return [
    `${'\u2003'.repeat(depth)}${id}`,
    tainted ? `${agent} (read text by strangers)` : agent,
    endWords(end),
    dollars(cost_usd),
    String(tokens.input),
    String(tokens.output),
    turns === null ? '' : String(turns),
    String(calls.allowed),
    String(calls.refused),
  ];
}
