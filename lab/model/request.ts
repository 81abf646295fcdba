import { z } from 'zod';

const Block = z.looseObject({ type: z.string().min(1) });
const Content = z.union([z.string(), z.array(Block)]);
const Message = z.strictObject({
  role: z.enum(['user', 'assistant', 'system']),
  content: Content,
  output_config: z.looseObject({}).optional(),
});
const Tool = z.looseObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,128}$/),
  input_schema: z.looseObject({ type: z.literal('object') }).optional(),
  type: z.string().optional(),
});

const Fields = z.strictObject({
  model: z.string().min(1),
  messages: z.array(Message).min(1),
  max_tokens: z.int().min(1),
  system: Content.optional(),
  tools: z.array(Tool).optional(),
  tool_choice: z.looseObject({ type: z.string() }).optional(),
  stream: z.boolean().optional(),
  temperature: z.number().optional(),
  top_p: z.number().optional(),
  top_k: z.int().optional(),
  stop_sequences: z.array(z.string()).optional(),
  metadata: z.looseObject({}).optional(),
  thinking: z.looseObject({ type: z.string() }).optional(),
  context_management: z.looseObject({}).nullish(),
  output_config: z.looseObject({}).optional(),
  diagnostics: z.looseObject({}).optional(),
  fallbacks: z.array(z.unknown()).optional(),
  cache_control: z.looseObject({}).nullish(),
  container: z.unknown().optional(),
  mcp_servers: z.array(z.unknown()).optional(),
  service_tier: z.string().optional(),
  speed: z.string().optional(),
  inference_geo: z.string().optional(),
});

/** The body of `POST /v1/messages` as the API takes it: unknown keys and dangling tool results are errors. */
export const MessagesRequest = Fields.superRefine((request, context) => {
  if (request.messages[0]?.role === 'assistant') {
    context.addIssue({
      code: 'custom',
      path: ['messages', 0],
      message: 'first message must use the user role',
    });
  }
  const names = (request.tools ?? []).map((tool) => tool.name);
  if (new Set(names).size !== names.length) {
    context.addIssue({ code: 'custom', path: ['tools'], message: 'Tool names must be unique.' });
  }
  for (const dangling of danglingResults(request.messages)) {
    const message = `unexpected tool_use_id found in tool_result blocks: ${dangling}`;
    context.addIssue({ code: 'custom', path: ['messages'], message });
  }
});
export type MessagesRequest = z.infer<typeof Fields>;

/** The body of `POST /v1/messages/count_tokens`: the same without `max_tokens` and `stream`. */
export const CountRequest = Fields.omit({ max_tokens: true, stream: true });

function danglingResults(messages: z.infer<typeof Message>[]): string[] {
  const called = new Set<unknown>();
  const dangling: string[] = [];
  for (const { content } of messages) {
    if (typeof content === 'string') continue;
    for (const block of content) {
      if (block.type === 'tool_use') called.add(block['id']);
      if (block.type === 'tool_result' && !called.has(block['tool_use_id'])) {
        dangling.push(String(block['tool_use_id']));
      }
    }
  }
  return dangling;
}
