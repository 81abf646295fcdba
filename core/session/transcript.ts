import { byteLength } from '../config/byte-length.ts';
import { cutAt } from '../context/cut.ts';
import type { RunEvent } from '../events/run-event.ts';
import { SESSION_MAX_BYTES, TURN_MAX_CHARACTERS, type Session, type Turn } from './session.ts';

/** Writes down a conversation as it goes on, bounded in size. */
export type Transcript = {
  /** Takes what the CLI's stream tells; most of it is no part of the conversation. */
  hear: (event: RunEvent) => void;
  /** All of it by now, with what strangers wrote of what the agent was given. The oldest is left out where it is too long. */
  session(tainted: readonly string[]): Session;
};

/** Begins with the task, behind the conversation that the run continues; null for none. */
export function makeTranscript(task: string, continued: Session | null): Transcript {
  const turns: { turn: Turn; bytes: number }[] = [];
  let bytes = 0;
  let leftOut = continued?.left_out ?? 0;
  const shorten = (most: number) => {
    let gone = 0;
    while (bytes > most && gone < turns.length) bytes -= turns[gone++]?.bytes ?? 0;
    turns.splice(0, gone);
    leftOut += gone;
  };
  const add = (turn: Turn) => {
    const size = byteLength(JSON.stringify(turn)) + 1;
    turns.push({ turn, bytes: size });
    bytes += size;
    // Now and then: what is at the front of a long list costs to take away.
    if (bytes > 2 * SESSION_MAX_BYTES) shorten(SESSION_MAX_BYTES);
  };
  for (const turn of continued?.turns ?? []) add(turn);
  let calls = lastCall(continued);
  const numbers = new Map<string, number>();
  add({ by: 'person', text: short(task, 'person') });
  return {
    hear(event) {
      if (event.kind === 'text' && event.text.trim() !== '')
        add({ by: 'agent', text: short(event.text, 'agent') });
      if (event.kind === 'call') {
        numbers.set(event.callId, (calls += 1));
        const input = short(JSON.stringify(event.input) ?? '', 'call');
        add({ by: 'call', call: calls, tool: event.tool.slice(0, 200).toWellFormed(), input });
      }
      if (event.kind !== 'call-result') return;
      const call = numbers.get(event.callId);
      numbers.delete(event.callId);
      if (call !== undefined)
        add({ by: 'result', call, failed: event.isError, text: short(event.text, 'result') });
    },
    session(tainted) {
      shorten(SESSION_MAX_BYTES);
      const words = tainted.slice(0, 10).map((word) => word.slice(0, 200).toWellFormed());
      return { version: 1, left_out: leftOut, tainted: words, turns: turns.map(({ turn }) => turn) };
    },
  };
}

function short(text: string, by: Turn['by']): string {
  return cutAt(text.toWellFormed(), TURN_MAX_CHARACTERS[by]).text;
}

function lastCall(session: Session | null): number {
  return Math.max(0, ...(session?.turns ?? []).map((turn) => (turn.by === 'call' ? turn.call : 0)));
}
