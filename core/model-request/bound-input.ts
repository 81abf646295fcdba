import type { InputRate } from '../pricing/prices.ts';
import type { ModelRequest } from './schema.ts';

/** An upper bound of a prompt's tokens. */
export type InputBound = {
  tokens: number;
  /** The dearest way in which the prompt may be billed. */
  rate: InputRate;
  /** Names this prompt; remember the tokens it was billed for under this key. */
  key: string;
};

/** How texts are measured: their digest in hex, and their length in UTF-8. */
export type Measures = { sha256: (text: string) => string; byteLength: (text: string) => number };

/** Tokens that the API adds around a prompt: tool instructions, turn markers. */
const FRAME_TOKENS = 2000;
const FRAME_TOKENS_PER_MESSAGE = 16;
/** The most that one image is billed at, with a margin (4,784 by the CLI's catalogue). */
const IMAGE_TOKENS = 5000;

/**
 * Bounds a prompt from above: no token is shorter than a byte of JSON, an image has a known maximum
 * and a PDF may fill the whole window. What an earlier prompt was billed for is remembered
 * (`known`), so that a conversation that goes on is only bounded by bytes where it is new: else a
 * long conversation would reserve four times what it can cost.
 */
export function boundInput(
  request: ModelRequest,
  window: number,
  known: ReadonlyMap<string, number>,
  { sha256, byteLength }: Measures,
): InputBound {
  // All that changes how messages are counted belongs to the key: a prompt whose old tool results
  // are cleared by one setting is longer without it.
  const { messages, max_tokens: _cap, stream: _stream, metadata: _metadata, ...setting } = request;
  const { tools = [], system = [], ...rest } = setting;
  const deferred = tools.filter((tool) => tool.defer_loading);
  const frame = [JSON.stringify(rest), ...listOf(system).map(unmarked), ...tools.map(unmarked)].join('\n');
  let key = sha256(frame);
  let tokens = byteLength(frame) + FRAME_TOKENS;
  for (const { role, content } of messages) {
    const blocks = listOf(content);
    key = sha256([key, role, ...blocks.map(unmarked)].join('\n'));
    tokens += blocks.reduce(
      (sum, block) => sum + blockTokens(block, window, byteLength),
      FRAME_TOKENS_PER_MESSAGE,
    );
    const billed = known.get(key);
    if (billed !== undefined) tokens = Math.min(tokens, billed + FRAME_TOKENS_PER_MESSAGE);
  }
  // Deferred tools are billed only once they are loaded, which an earlier bill need not show.
  tokens += byteLength(JSON.stringify(deferred));
  return { tokens: Math.min(tokens, window), rate: rateOf(request), key };
}

type Marked = { cache_control?: { ttl?: string | undefined } | null | undefined };
type Block = Marked & { type: string; source?: unknown; content?: unknown };

/** A text is the same prompt as a list with one text block; the CLI sends both, in different turns. */
function listOf(content: string | readonly Block[]): readonly Block[] {
  return typeof content === 'string' ? [{ type: 'text', text: content } as Block] : content;
}

/** JSON without the block's own cache marks, which move from turn to turn without changing the prompt. */
function unmarked(block: Marked & { content?: unknown }): string {
  const { cache_control: _mark, ...rest } = block;
  if (!Array.isArray(rest.content)) return JSON.stringify(rest);
  const content = (rest.content as Marked[]).map(({ cache_control: _inner, ...part }) => part);
  return JSON.stringify({ ...rest, content });
}

/** The dearest rate that any cache mark of the prompt asks for. */
function rateOf(request: ModelRequest): InputRate {
  const blocks = [request.system ?? [], ...request.messages.map((message) => message.content)].flatMap(
    listOf,
  );
  const parts = blocks.flatMap((block) => (Array.isArray(block.content) ? (block.content as Marked[]) : []));
  const marks = [...blocks, ...parts, ...(request.tools ?? []), ...definedTools(blocks)]
    .map((marked) => marked.cache_control)
    .filter((mark) => mark !== undefined && mark !== null);
  if (marks.some((mark) => mark.ttl === '1h')) return 'cacheWrite1h';
  return marks.length > 0 ? 'cacheWrite5m' : 'input';
}

function definedTools(blocks: readonly Block[]): Marked[] {
  return blocks.flatMap((block) => {
    const tool = (block as { tool?: { definition?: Marked } }).tool;
    return tool?.definition ? [tool.definition] : [];
  });
}

/** The most tokens that one block may be billed at. */
function blockTokens(block: Block, window: number, byteLength: Measures['byteLength']): number {
  if (block.type === 'image') return IMAGE_TOKENS;
  if (block.type === 'document') {
    const source = block.source as { type: string; content?: string | Block[] };
    if (source.type === 'base64') return window;
    return byteLength(JSON.stringify(block)) + mediaTokens(source.content, window, byteLength);
  }
  if (block.type !== 'tool_result') return byteLength(JSON.stringify(block));
  const { content, ...rest } = block;
  const parts = content === undefined ? [] : listOf(content as string | Block[]);
  return parts.reduce(
    (sum, part) => sum + blockTokens(part, window, byteLength),
    byteLength(JSON.stringify(rest)),
  );
}

function mediaTokens(
  content: string | Block[] | undefined,
  window: number,
  byteLength: Measures['byteLength'],
): number {
  if (!Array.isArray(content)) return 0;
  const images = content.filter((part) => part.type === 'image');
  return images.reduce((sum, image) => sum + blockTokens(image, window, byteLength), 0);
}
