import type { ScriptedUsage, Turn } from './script.ts';

type Block =
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> };

/** A complete answer of the Messages API. */
export type Answer = {
  id: string;
  type: 'message';
  role: 'assistant';
  model: string;
  content: Block[];
  stop_reason: string;
  stop_sequence: null;
  usage: Record<string, unknown>;
};

/** One server-sent event. */
export type SentEvent = { event: string; data: Record<string, unknown> };

const DEFAULT_USAGE: ScriptedUsage = { input_tokens: 1000, output_tokens: 50 };

/** Makes the whole answer of a turn. `serial` makes its ids unique. */
export function answerOf(turn: Turn, model: string, serial: number): Answer {
  const calls = (turn.calls ?? []).map((call, index): Block => {
    return { type: 'tool_use', id: `toolu_lab_${serial}_${index}`, name: call.tool, input: call.input };
  });
  const text: Block[] =
    turn.text === undefined && calls.length > 0 ? [] : [{ type: 'text', text: turn.text ?? '' }];
  return {
    id: `msg_lab_${serial}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [...text, ...calls],
    stop_reason: turn.stopReason ?? (calls.length > 0 ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    usage: usageOf(turn.usage ?? DEFAULT_USAGE),
  };
}

function usageOf(usage: ScriptedUsage): Record<string, unknown> {
  const fiveMinutes = usage.ephemeral_5m_input_tokens ?? 0;
  const oneHour = usage.ephemeral_1h_input_tokens ?? 0;
  return {
    input_tokens: usage.input_tokens,
    cache_creation_input_tokens: fiveMinutes + oneHour,
    cache_read_input_tokens: usage.cache_read_input_tokens ?? 0,
    cache_creation: { ephemeral_5m_input_tokens: fiveMinutes, ephemeral_1h_input_tokens: oneHour },
    output_tokens: usage.output_tokens,
    service_tier: 'standard',
  };
}

/** The same answer as the events of a stream, in the API's order. */
export function eventsOf(answer: Answer): SentEvent[] {
  const started = { ...answer, content: [], stop_reason: null, usage: { ...answer.usage, output_tokens: 1 } };
  const { stop_reason, stop_sequence, usage } = answer;
  const { service_tier: _tier, cache_creation: _split, ...totals } = usage;
  const events = [
    { type: 'message_start', message: started },
    ...answer.content.flatMap((block, index) => blockEvents(block, index)),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage: totals },
    { type: 'message_stop' },
  ];
  // The API sends its first ping right after the first block has begun.
  events.splice(2, 0, { type: 'ping' });
  return events.map((data) => ({ event: data.type, data }));
}

function blockEvents(block: Block, index: number): ({ type: string } & Record<string, unknown>)[] {
  const opened = block.type === 'text' ? { ...block, text: '' } : { ...block, input: {} };
  const deltas =
    block.type === 'text'
      ? pieces(block.text).map((text) => ({ type: 'text_delta', text }))
      : ['', ...pieces(JSON.stringify(block.input))].map((partial_json) => ({
          type: 'input_json_delta',
          partial_json,
        }));
  return [
    { type: 'content_block_start', index, content_block: opened },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ];
}

/** At most eight pieces, cut between characters, so that a reader must put them together again. */
function pieces(text: string): string[] {
  const characters = [...text];
  const size = Math.max(1, Math.ceil(characters.length / 8));
  const parts: string[] = [];
  for (let at = 0; at < characters.length; at += size) parts.push(characters.slice(at, at + size).join(''));
  return parts;
}
