import type { PlannedGroup } from '../config/group.ts';
import { saysResolved } from './resolved.ts';
import type { Said } from './said.ts';

/** How a dialogue ended: both said that nothing is left, their turns were used up, or one of them did not finish. */
export type DialogueEnd = 'agreed' | 'used-up' | 'failed';

/** Who of a group works next, side by side, after these turns; nobody when it is over. */
export function nextTurns(group: PlannedGroup, said: readonly Said[]): readonly string[] {
  if (group.mode === 'dialogue')
    return dialogueEnd(group, said) === null
      ? group.members.slice(said.length % 2, (said.length % 2) + 1)
      : [];
  if (said.length === 0) return group.members;
  const isEnough = group.haltOnFailure ? said.every(hasFinished) : said.some(hasFinished);
  const isTurnOfAggregate = said.length === group.members.length && isEnough;
  return group.aggregate !== null && isTurnOfAggregate ? [group.aggregate] : [];
}

/** How a dialogue ended with these turns; null where it goes on. */
export function dialogueEnd(
  { rounds }: Pick<PlannedGroup, 'rounds'>,
  said: readonly Said[],
): DialogueEnd | null {
  const [before, last] = said.slice(-2);
  if (said.some((one) => !hasFinished(one))) return 'failed';
  // One alone ends nothing: the other one has a turn to object.
  if (before && last && saysResolved(before.text) && saysResolved(last.text)) return 'agreed';
  return said.length >= 2 * rounds ? 'used-up' : null;
}

/** Whether a turn came to its end. */
export function hasFinished({ end }: Pick<Said, 'end'>): boolean {
  return end === 'finished';
}
