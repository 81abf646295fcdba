import type { PlannedGroup } from '../config/group.ts';
import { outcomeFor, type RunVerdict } from '../events/outcome.ts';
import { foremost } from '../failure/codes.ts';
import { endedWords } from '../fleet/words.ts';
import { TEXT_MAX_CHARACTERS } from '../output/result.ts';
import { retold, type Refusal } from '../refusal.ts';
import { RESOLVED } from './resolved.ts';
import type { Said } from './said.ts';
import { dialogueEnd, hasFinished } from './turns.ts';

/**
 * What a group came to. `stopped`: why it was ended from outside; null where it was not. Whatever was written by then is
 * kept.
 */
export function groupVerdict(
  group: PlannedGroup,
  said: readonly Said[],
  stopped: Refusal | null,
): RunVerdict {
  const cause = stopped ?? failureOf(group, said);
  const text = textOf(group, said);
  return cause === null ? { outcome: 'success', cause, text } : { outcome: outcomeFor(cause), cause, text };
}

/** Of members side by side one that finishes is enough; who makes one answer of theirs has to, and both of a dialogue. */
function failureOf(group: PlannedGroup, said: readonly Said[]): Refusal | null {
  const aggregated = aggregateOf(group, said);
  const counted =
    group.mode === 'dialogue' || group.haltOnFailure || !said.some(hasFinished)
      ? said
      : [aggregated].filter((one) => one !== undefined);
  const failed = counted.filter((one) => !hasFinished(one));
  // Whoever was ended with another one was so because of that one.
  const first = failed.filter(({ end }) => end !== 'cancelled');
  return foremost((first.length > 0 ? first : failed).map(causeOf));
}

function causeOf({ agent, end, cause }: Said): Refusal {
  const because = cause?.because ?? `It ${endedWords[end]}.`;
  return retold({ code: 'no-result', remedy: 'Start it again.', ...cause, because: `${agent}: ${because}` });
}

function aggregateOf({ aggregate, members }: PlannedGroup, said: readonly Said[]): Said | undefined {
  return aggregate === null ? undefined : said[members.length];
}

/** The one answer where there is one; else everybody's words as quotes, below lines that only we write. */
function textOf(group: PlannedGroup, said: readonly Said[]): string {
  const aggregated = aggregateOf(group, said);
  if (aggregated !== undefined && hasFinished(aggregated)) return aggregated.text;
  if (said.length === 0) return '';
  const room = Math.floor(TEXT_MAX_CHARACTERS / said.length) - 300;
  return [...headOf(group, said), ...said.map((one, index) => quoted(one, roundOf(group, index), room))].join(
    '\n\n',
  );
}

function headOf(group: PlannedGroup, said: readonly Said[]): string[] {
  if (group.mode !== 'dialogue') return [];
  switch (dialogueEnd(group, said)) {
    case 'agreed':
      return [`Both said \`${RESOLVED}\`, one right after the other: the dialogue ended with that.`];
    case 'used-up':
      return [`The dialogue ended with its last turn; they did not both say \`${RESOLVED}\`.`];
    default:
      return ['The dialogue ended before it was over.'];
  }
}

function roundOf({ mode, members }: PlannedGroup, index: number): string {
  return mode === 'dialogue' ? `, turn ${Math.floor(index / members.length) + 1}` : '';
}

/** Every line of it starts with the mark of a quote, so that nothing in it can be one of ours. */
function quoted({ agent, end, text }: Said, turn: string, room: number): string {
  const head = `**${agent}**${turn}, which ${endedWords[end]}`;
  if (text.trim() === '') return `${head}, has written nothing.`;
  const lines = text.trim().split(/\r\n|\r|\n/);
  const quote = lines.map((line) => `> ${line}`).join('\n');
  const cut = quote.length <= room ? quote : `${quote.slice(0, room).toWellFormed().trimEnd()}\n>\n> … (cut)`;
  return `${head}:\n\n${cut}`;
}
