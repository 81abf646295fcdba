import { z } from 'zod';
import { OUTPUT_SERVER, OWN_PREFIX, servedOutputs, type PlannedOutput } from './planned.ts';
import { servedKinds } from './kinds/table.ts';

/** A tool as its server tells of it. */
export type ServedTool = { name: string; description: string; inputSchema: object };

/** A call of one of our tools, as the CLI passes it on. `callId` is that of the question which was answered before. */
export type OutputCall = { tool: string; input: unknown; callId: string };

/** What a message to the server of our tools asks for: an answer that is known at once, or a call to be made. */
export type OutputAsk =
  | { kind: 'answer'; response: object }
  | { kind: 'call'; call: OutputCall; respond: (words: string, isError: boolean) => object };

const Message = z.looseObject({
  id: z.union([z.number(), z.string().max(200)]).optional(),
  method: z.string().max(200),
  params: z.looseObject({}).optional(),
});

const Call = z.looseObject({
  name: z.string().max(200),
  arguments: z.unknown().optional(),
  _meta: z.looseObject({ 'claudecode/toolUseId': z.string().max(200) }),
});

/** The protocol's codes of errors (JSON-RPC 2.0). */
const [BAD_REQUEST, NO_METHOD, BAD_PARAMS] = [-32600, -32601, -32602];

/**
 * Reads one message of the CLI to the server of our tools (MCP: `initialize`, `tools/list`, `tools/call`) and says what
 * it comes to. There are the tools of these outputs, those others, and nothing else. Never throws.
 */
export function readOutputAsk(
  message: unknown,
  outputs: readonly PlannedOutput[],
  others: readonly ServedTool[] = [],
): OutputAsk {
  const read = Message.safeParse(message);
  if (!read.success) return failed(null, BAD_REQUEST, 'not a request');
  const { id, method, params = {} } = read.data;
  // A notification has no answer; the pipe wants one all the same.
  if (id === undefined) return { kind: 'answer', response: { jsonrpc: '2.0', id: 0, result: {} } };
  switch (method) {
    case 'initialize':
      return answered(id, {
        protocolVersion:
          typeof params['protocolVersion'] === 'string' ? params['protocolVersion'] : '2025-06-18',
        capabilities: { tools: {} },
        serverInfo: { name: OUTPUT_SERVER, version: '1' },
      });
    case 'tools/list':
      return answered(id, { tools: toolsOf(outputs, others) });
    case 'tools/call':
      return readCall(id, params, toolsOf(outputs, others));
    default:
      return failed(id, NO_METHOD, 'no such method');
  }
}

function toolsOf(outputs: readonly PlannedOutput[], others: readonly ServedTool[]): ServedTool[] {
  return [
    ...servedOutputs(outputs).map(({ kind, limits }) => {
      const { tool, schema } = servedKinds[kind];
      return { name: kind, description: tool(limits), inputSchema: schema };
    }),
    ...others,
  ];
}

function readCall(id: number | string, params: object, tools: readonly ServedTool[]): OutputAsk {
  const read = Call.safeParse(params);
  if (!read.success || !tools.some(({ name }) => name === read.data.name))
    return failed(id, BAD_PARAMS, 'no such tool');
  return {
    kind: 'call',
    call: {
      tool: `${OWN_PREFIX}${read.data.name}`,
      input: read.data.arguments,
      callId: read.data._meta['claudecode/toolUseId'],
    },
    respond: (text, isError) => ({
      jsonrpc: '2.0',
      id,
      result: { content: [{ type: 'text', text }], isError },
    }),
  };
}

function answered(id: number | string, result: object): OutputAsk {
  return { kind: 'answer', response: { jsonrpc: '2.0', id, result } };
}

function failed(id: number | string | null, code: number, message: string): OutputAsk {
  return { kind: 'answer', response: { jsonrpc: '2.0', id, error: { code, message } } };
}
