import type { FleetMember } from './fleet-members.ts';

/** The members as a tree, depth first: each with how far it stands below the run's own agent. */
export function asTree(members: readonly FleetMember[]): { member: FleetMember; depth: number }[] {
  const path = ({ id }: FleetMember) => id.split('/').slice(1).map(Number);
  const before = (one: FleetMember, other: FleetMember) => {
    const [a, b] = [path(one), path(other)];
    const at = a.findIndex((number, index) => number !== b[index]);
    return at === -1 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? 0);
  };
  return members.toSorted(before).map((member) => ({ member, depth: path(member).length }));
}

/** How a member ended, for people. */
export function endWords(end: FleetMember['end']): string {
  return end.replaceAll('_', ' ');
}
