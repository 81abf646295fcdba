import { canonicalJson, type Json } from '../audit/canonical.ts';
import { refuse, type Refusal } from '../refusal.ts';
import type { ModelRequest, PlainTool } from './schema.ts';

type Tool = Pick<PlainTool, 'name' | 'description' | 'input_schema'>;
type Digest = (text: string) => string;

/** What stands before the words that a server has for the model besides those about its tools. */
const INSTRUCTIONS = 'MCP servers have provided instructions for how to use their tools';

/**
 * The pins of one run's MCP tools, by name. What a tool that the profile does not pin is at its first request, it
 * has to stay: `null` until then.
 */
export type ToolPins = Map<string, string | null>;

/** What a server's words about a tool hash to, as the CLI offers it to the model. Throws for what is no JSON. */
export function toolHash({ description, input_schema }: Tool, sha256: Digest): string {
  return sha256(canonicalJson({ description, input_schema: input_schema as Json }));
}

/**
 * Holds the MCP tools of a request against their pins. Refuses one that is not what it was; else returns those that
 * were seen for the first time, which `pins` holds from then on.
 */
export function checkMcpTools(
  request: ModelRequest,
  pins: ToolPins,
  sha256: Digest,
): { name: string; hash: string }[] | Refusal {
  const first: { name: string; hash: string }[] = [];
  for (const tool of definedTools(request)) {
    const pin = pins.get(tool.name);
    if (pin === undefined) continue;
    const hash = toolHash(tool, sha256);
    if (pin !== null && pin !== hash) return changed(tool.name, pin, hash);
    if (pin === null) first.push({ name: tool.name, hash });
    pins.set(tool.name, hash);
  }
  return first;
}

/** A server of which every tool is pinned has no other words for the model: nothing would hold them. */
export function serverInstructions(request: ModelRequest): Refusal | null {
  const said = [request.system ?? [], ...request.messages.map(({ content }) => content)].some((content) =>
    typeof content === 'string'
      ? content.includes(INSTRUCTIONS)
      : content.some((block) => block.type === 'text' && block.text.includes(INSTRUCTIONS)),
  );
  if (!said) return null;
  return refuse(
    'server-instructions',
    'An MCP server gives the model `instructions`, which the pins of its tools do not cover.',
    'Have the server give none, or take `sha256` from its tools: then the agent counts as one that reads untrusted text.',
  );
}

/** Every tool that a request brings with its description: at the top, or in a system message. */
function definedTools({ tools = [], messages }: ModelRequest): Tool[] {
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : [...content]));
  const added = blocks.flatMap((block) =>
    block.type === 'tool_addition' && block.tool.type === 'tool_definition' ? [block.tool.definition] : [],
  );
  return [...tools, ...added];
}

function changed(name: string, pin: string, hash: string): Refusal {
  return refuse(
    'tool-changed',
    `What its server says of the tool ${name} hashes to ${hash}, not to ${pin}.`,
    'Read what the server now says of it; if that is wanted, put the new hash into `sha256` of the tool.',
  );
}
