import { CANARY_DONE, type Canary } from '../launch/canary.ts';
import type { ModelRequest } from './schema.ts';

type Message = ModelRequest['messages'][number];
type Block = Exclude<Message['content'], string>[number];

/** Which answer of the start-up check a request waits for, or null when it is none of its requests. */
export function canaryStep({ messages }: ModelRequest, canary: Canary): 'call' | 'end' | null {
  const last = messages.findLast((message) => message.role === 'user');
  if (last === undefined) return null;
  const blocks = blocksOf(last);
  if (blocks.some((block) => block.type === 'tool_result' && block.tool_use_id === canary.callId))
    return 'end';
  return blocks.some((block) => isMarked(block, canary)) ? 'call' : null;
}

/**
 * The request without the start-up check: the model neither sees it nor is paid for it. What the CLI itself
 * put beside the check's message moves to the task's.
 */
export function withoutCanary(request: ModelRequest, canary: Canary): ModelRequest {
  const end = request.messages.findIndex((message) => isEnd(message));
  if (end < 0 || !request.messages.slice(0, end).some((message) => isCall(message, canary))) return request;
  const kept = request.messages.slice(0, end + 1).flatMap((message) => keptOf(message, canary));
  const [first, ...rest] = request.messages.slice(end + 1);
  if (first === undefined) return request;
  const systems = kept.filter((message) => message.role === 'system');
  const beside = kept.flatMap((message) => (message.role === 'user' ? blocksOf(message) : []));
  if (beside.length === 0) return { ...request, messages: [...systems, first, ...rest] };
  const merged = { ...first, content: [...beside, ...blocksOf(first)] } as Message;
  return { ...request, messages: [...systems, merged, ...rest] };
}

function keptOf(message: Message, canary: Canary): Message[] {
  if (message.role === 'system') return [message];
  if (message.role !== 'user') return [];
  const blocks = blocksOf(message).filter(
    (block) =>
      !isMarked(block, canary) && !(block.type === 'tool_result' && block.tool_use_id === canary.callId),
  );
  return blocks.length === 0 ? [] : [{ ...message, content: blocks } as Message];
}

function isCall(message: Message, { callId }: Canary): boolean {
  return blocksOf(message).some((block) => block.type === 'tool_use' && block.id === callId);
}

function isEnd(message: Message): boolean {
  return (
    message.role === 'assistant' &&
    blocksOf(message).some((block) => block.type === 'text' && block.text === CANARY_DONE)
  );
}

function isMarked(block: Block, { marker }: Canary): boolean {
  return block.type === 'text' && block.text.includes(marker);
}

function blocksOf({ content }: Message): Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content }] : content;
}
