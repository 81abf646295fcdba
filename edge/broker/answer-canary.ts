import type { ServerResponse } from 'node:http';
import { CANARY_DONE, type Canary } from '../../core/launch/canary.ts';

type Event = { type: string } & Record<string, unknown>;

/**
 * Answers a request of the start-up check as the model would, without asking it: first with the call, then
 * with a word that ends the turn. Nothing is forwarded and nothing is paid. Returns that nothing was refused.
 */
export function answerCanary(
  response: ServerResponse,
  request: { model: string; stream?: boolean | undefined },
  canary: Canary,
  step: 'call' | 'end',
): null {
  const usage = { input_tokens: 0, output_tokens: 0 };
  const block =
    step === 'call'
      ? { type: 'tool_use', id: canary.callId, name: canary.tool, input: canary.input }
      : { type: 'text', text: CANARY_DONE };
  const message = {
    id: `msg_${canary.marker}_${step}`,
    type: 'message',
    role: 'assistant',
    model: request.model,
    content: [block],
    stop_reason: step === 'call' ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage,
  };
  if (request.stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(message));
    return null;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const { stop_reason, stop_sequence } = message;
  const events: Event[] = [
    { type: 'message_start', message: { ...message, content: [], stop_reason: null } },
    ...blockEvents(canary, step),
    { type: 'message_delta', delta: { stop_reason, stop_sequence }, usage },
    { type: 'message_stop' },
  ];
  response.end(events.map((data) => `event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`).join(''));
  return null;
}

function blockEvents(canary: Canary, step: 'call' | 'end'): Event[] {
  const [opened, delta] =
    step === 'call'
      ? [
          { type: 'tool_use', id: canary.callId, name: canary.tool, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(canary.input) },
        ]
      : [
          { type: 'text', text: '' },
          { type: 'text_delta', text: CANARY_DONE },
        ];
  return [
    { type: 'content_block_start', index: 0, content_block: opened },
    { type: 'content_block_delta', index: 0, delta },
    { type: 'content_block_stop', index: 0 },
  ];
}
