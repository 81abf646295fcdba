import { z } from 'zod';

/**
 * The closed shape of what the pinned CLI sends to `POST /v1/messages`. Whatever isn't listed is
 * refused: the API has keys, tools, blocks and sources that fetch addresses, run code on a server or
 * sample more text than `max_tokens`, and new ones come without notice.
 */
const CacheControl = z
  .strictObject({ type: z.literal('ephemeral'), ttl: z.enum(['5m', '1h']).optional() })
  .nullish();
const AnyObject = z.looseObject({});
const Text = z.strictObject({ type: z.literal('text'), text: z.string(), cache_control: CacheControl });

const Base64Image = z.strictObject({
  type: z.literal('base64'),
  media_type: z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']),
  data: z.string(),
});
const Image = z.strictObject({ type: z.literal('image'), source: Base64Image, cache_control: CacheControl });
const DocumentSource = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('base64'), media_type: z.literal('application/pdf'), data: z.string() }),
  z.strictObject({ type: z.literal('text'), media_type: z.literal('text/plain'), data: z.string() }),
  z.strictObject({
    type: z.literal('content'),
    content: z.union([z.string(), z.array(z.union([Text, Image]))]),
  }),
]);
const Document = z.strictObject({
  type: z.literal('document'),
  source: DocumentSource,
  title: z.string().nullish(),
  context: z.string().nullish(),
  cache_control: CacheControl,
});

/** A tool that the CLI itself runs: never one that the API's servers run. */
export const PlainTool = z.strictObject({
  type: z.literal('custom').optional(),
  name: z.string(),
  description: z.string().optional(),
  input_schema: AnyObject,
  defer_loading: z.boolean().optional(),
  strict: z.boolean().optional(),
  eager_input_streaming: z.boolean().optional(),
  cache_control: CacheControl,
});
export type PlainTool = z.infer<typeof PlainTool>;

// With a beta that the CLI asks for, a system message may bring a whole tool into the conversation.
const NamedTool = z.strictObject({ type: z.literal('tool_reference'), name: z.string() });
const DefinedTool = z.strictObject({ type: z.literal('tool_definition'), definition: PlainTool });
const ToolAddition = z.strictObject({
  type: z.literal('tool_addition'),
  tool: z.discriminatedUnion('type', [NamedTool, DefinedTool]),
  cache_control: CacheControl,
});
const ToolRemoval = z.strictObject({
  type: z.literal('tool_removal'),
  tool: NamedTool,
  cache_control: CacheControl,
});

const ToolReference = z.strictObject({ type: z.literal('tool_reference'), tool_name: z.string() });
const ResultPart = z.discriminatedUnion('type', [Text, Image, Document, ToolReference]);
const ToolResult = z.strictObject({
  type: z.literal('tool_result'),
  tool_use_id: z.string(),
  content: z.union([z.string(), z.array(ResultPart)]).optional(),
  is_error: z.boolean().optional(),
  cache_control: CacheControl,
});
const ToolUse = z.strictObject({
  type: z.literal('tool_use'),
  id: z.string(),
  name: z.string(),
  input: AnyObject,
  cache_control: CacheControl,
});
const Thinking = z.strictObject({ type: z.literal('thinking'), thinking: z.string(), signature: z.string() });
const RedactedThinking = z.strictObject({ type: z.literal('redacted_thinking'), data: z.string() });

const inMessage = <Role extends string, Block extends z.ZodType>(role: Role, block: Block) =>
  z.strictObject({
    role: z.literal(role),
    content: z.union([z.string(), z.array(block)]),
    output_config: z.strictObject({ effort: z.string().optional() }).optional(),
  });
const Message = z.discriminatedUnion('role', [
  inMessage('user', z.discriminatedUnion('type', [Text, Image, Document, ToolResult])),
  inMessage('assistant', z.discriminatedUnion('type', [Text, ToolUse, Thinking, RedactedThinking])),
  inMessage('system', z.discriminatedUnion('type', [Text, ToolAddition, ToolRemoval])),
]);

/** Clearing shortens a prompt. Other edits, such as compaction, make the server sample more text. */
const ContextEdit = z.looseObject({ type: z.string().regex(/^clear_(thinking|tool_uses)_\d{8}$/) });

/** The body of a model request. Parse with it and send on only what it returns. */
export const ModelRequest = z.strictObject({
  model: z.string(),
  messages: z.array(Message).min(1),
  system: z.union([z.string(), z.array(Text)]).optional(),
  tools: z.array(PlainTool).optional(),
  tool_choice: z
    .strictObject({
      type: z.enum(['auto', 'any', 'tool', 'none']),
      name: z.string().optional(),
      disable_parallel_tool_use: z.boolean().optional(),
    })
    .optional(),
  metadata: z.strictObject({ user_id: z.string().max(1000).optional() }).optional(),
  max_tokens: z.int().min(1),
  temperature: z.number().optional(),
  stop_sequences: z.array(z.string()).optional(),
  thinking: z
    .strictObject({
      type: z.enum(['adaptive', 'enabled', 'disabled']),
      budget_tokens: z.int().optional(),
      display: z.string().optional(),
    })
    .optional(),
  context_management: z.strictObject({ edits: z.array(ContextEdit) }).optional(),
  output_config: z.strictObject({ effort: z.string().optional(), format: AnyObject.optional() }).optional(),
  stream: z.boolean().optional(),
});
export type ModelRequest = z.infer<typeof ModelRequest>;
