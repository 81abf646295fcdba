import { createHash } from 'node:crypto';
import { lastToolResults, type Turn, type TurnFunction } from '../model/script.ts';
import type { MessagesRequest } from '../model/request.ts';
import type { ModelTurn } from './scenario.ts';
import { substitute, type Values } from './substitute.ts';

/** The scripted model of one run, and how far it came. */
export type HostileModel = {
  answer: TurnFunction;
  /** Whether the script came to its end: every turn was said or left out. */
  ended(): boolean;
  /** Turns that were said. */
  said(): number;
};

const CLOSING = 'Done.';

/**
 * Plays the turns of a scenario in the first conversation that asks; another one, such as that of a nested
 * agent, plays them again from the start. A repeated request gets the answer that it got before. `values`
 * gets the texts of the last tool results.
 */
export function makeHostileModel(
  turns: readonly ModelTurn[],
  values: (last: string) => Values,
): HostileModel {
  const script = turns.flatMap((turn) => Array.from({ length: turn.repeat ?? 1 }, () => turn));
  const conversations = new Map<string, { next: number; given: Map<number, Turn> }>();
  let furthest = 0;
  let said = 0;
  let ended = false;
  const choose = (conversation: { next: number }, request: MessagesRequest): Turn => {
    const results = lastToolResults(request);
    const last = results.map(({ text }) => text).join('\n');
    while (conversation.next < script.length) {
      const turn = script[conversation.next];
      conversation.next += 1;
      furthest = Math.max(furthest, conversation.next);
      if (turn === undefined || !holds(turn, last, results)) continue;
      said += 1;
      return toTurn(substitute(turn, values(last)));
    }
    ended = true;
    return { text: CLOSING };
  };
  return {
    answer(request, index) {
      const key = createHash('sha256').update(JSON.stringify(request.messages[0])).digest('hex');
      const conversation = conversations.get(key) ?? { next: 0, given: new Map() };
      conversations.set(key, conversation);
      const turn = conversation.given.get(index) ?? choose(conversation, request);
      conversation.given.set(index, turn);
      return turn;
    },
    ended: () => ended || furthest >= script.length,
    said: () => said,
  };
}

function holds({ when }: ModelTurn, last: string, results: readonly { isError: boolean }[]): boolean {
  if (when?.matches !== undefined && !new RegExp(when.matches, 'mu').test(last)) return false;
  return when?.failed === undefined || when.failed === results.some(({ isError }) => isError);
}

function toTurn({ text, calls, usage, delay_ms, cut, error }: ModelTurn): Turn {
  return {
    ...(text === undefined ? {} : { text }),
    ...(calls === undefined ? {} : { calls }),
    ...(usage === undefined ? {} : { usage }),
    ...(delay_ms === undefined ? {} : { delayMs: delay_ms }),
    ...(cut === undefined ? {} : { cut }),
    ...(error === undefined ? {} : { error }),
  };
}
