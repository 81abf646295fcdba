import { checkMcpTools, serverInstructions, type ToolPins } from '../../core/model-request/mcp-tools.ts';
import type { ModelRequest } from '../../core/model-request/schema.ts';
import { isRefusal, type Refusal } from '../../core/refusal.ts';
import type { ActorOptions } from './options.ts';

/** Whatever the MCP servers have to say to the model has to be what the profile pins. */
export function checkServers(
  request: ModelRequest,
  { options, pins }: { options: ActorOptions; pins: ToolPins },
  sha256: (text: string) => string,
): Refusal | null {
  const tools = checkMcpTools(request, pins, sha256);
  if (isRefusal(tools)) return tools;
  for (const { name, hash } of tools) options.onEvent({ kind: 'unpinned', tool: name, sha256: hash });
  const profile = Object.values(options.mcpTools ?? {});
  const allPinned = profile.length > 0 && !profile.includes(null);
  return allPinned ? serverInstructions(request) : null;
}
