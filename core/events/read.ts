import { z } from 'zod';
import type { RunEvent } from './run-event.ts';

const named = z.looseObject({ type: z.string(), subtype: z.string().optional() });
const list = z.array(z.unknown()).default([]);

const server = z.looseObject({ name: z.string().default('?'), status: z.string().default('?') });

const init = z.looseObject({
  tools: z.array(z.string()),
  mcp_servers: z.array(server).default([]),
  skills: list,
  slash_commands: list,
  additional_directories: list,
  memory_paths: z.unknown().optional(),
  model: z.string(),
  permissionMode: z.string(),
  claude_code_version: z.string(),
});

const question = z.looseObject({
  request_id: z.string(),
  request: z.looseObject({
    subtype: z.string(),
    tool_name: z.string().default(''),
    tool_use_id: z.string().default(''),
    input: z.unknown().optional(),
    agent_id: z.string().nullish(),
    server_name: z.string().default(''),
    message: z.unknown().optional(),
  }),
});

const controlAnswer = z.looseObject({
  response: z.looseObject({ request_id: z.string(), subtype: z.string() }),
});

const message = z.looseObject({
  message: z.looseObject({ content: z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]) }),
  agent_id: z.string().nullish(),
});

const denied = z.looseObject({ tool_name: z.string(), tool_use_id: z.string(), message: z.string() });

const retry = z.looseObject({
  attempt: z.number(),
  error_status: z.number().nullish(),
  error: z.unknown().optional(),
});

const result = z.looseObject({
  subtype: z.string(),
  is_error: z.boolean(),
  terminal_reason: z.string().nullish(),
  result: z.string().default(''),
  total_cost_usd: z.number().finite().nonnegative().nullish(),
  duration_ms: z.number().nonnegative().nullish(),
  num_turns: z.number().int().nonnegative().nullish(),
  api_error_status: z.number().nullish(),
  errors: z.array(z.unknown()).default([]),
});

/**
 * Reads one line of the CLI's stream-json output. One line can hold several events (an assistant
 * message with two calls). A line that is not what we know becomes `junk` or `other`, never a throw.
 */
export function readEvents(line: string): RunEvent[] {
  const value = parseJson(line);
  const head = named.safeParse(value);
  if (!head.success) return [{ kind: 'junk', excerpt: line.slice(0, 200) }];
  const { type, subtype } = head.data;
  try {
    if (type === 'control_request') return [readQuestion(value)];
    if (type === 'control_response') return [readControlAnswer(value)];
    if (type === 'assistant' || type === 'user') return readMessage(value);
    if (type === 'result') return [readResultEvent(value)];
    if (type === 'system' && subtype === 'init') return [readInit(value)];
    if (type === 'system' && subtype === 'permission_denied') return [readDenied(value)];
    if (type === 'system' && subtype === 'api_retry') return [readRetry(value)];
  } catch {
    return [{ kind: 'junk', excerpt: line.slice(0, 200) }];
  }
  return [{ kind: 'other', type: subtype === undefined ? type : `${type}/${subtype}` }];
}

function parseJson(line: string): unknown {
  // Every message is an object; a flood of other bytes must not cost an error each.
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readQuestion(value: unknown): RunEvent {
  const { request_id: requestId, request } = question.parse(value);
  if (request.subtype === 'mcp_message')
    return { kind: 'server-message', requestId, server: request.server_name, message: request.message };
  if (request.subtype !== 'can_use_tool') return { kind: 'unserved', requestId, subtype: request.subtype };
  return {
    kind: 'question',
    requestId,
    callId: request.tool_use_id,
    tool: request.tool_name,
    input: request.input,
    actor: request.agent_id ?? 'main',
  };
}

function readControlAnswer(value: unknown): RunEvent {
  const { response } = controlAnswer.parse(value);
  return { kind: 'control-answer', requestId: response.request_id, isError: response.subtype !== 'success' };
}

function readMessage(value: unknown): RunEvent[] {
  const { message: body, agent_id: agent } = message.parse(value);
  if (typeof body.content === 'string') return [];
  return body.content.flatMap((part): RunEvent[] => {
    if (part.type === 'text' && typeof part['text'] === 'string')
      return [{ kind: 'text', text: part['text'] }];
    if (part.type === 'tool_use') {
      const { id, name, input } = z
        .looseObject({ id: z.string(), name: z.string(), input: z.unknown().optional() })
        .parse(part);
      return [{ kind: 'call', callId: id, tool: name, input, actor: agent ?? 'main' }];
    }
    if (part.type !== 'tool_result') return [];
    const { tool_use_id: callId } = z.looseObject({ tool_use_id: z.string() }).parse(part);
    return [
      { kind: 'call-result', callId, isError: part['is_error'] === true, text: flatten(part['content']) },
    ];
  });
}

function flatten(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content
    .map((part: { text?: unknown }) => (typeof part?.text === 'string' ? part.text : ''))
    .join('\n');
}

function readInit(value: unknown): RunEvent {
  const data = init.parse(value);
  return {
    kind: 'init',
    tools: data.tools,
    mcpServers: data.mcp_servers.map(({ name, status }) => `${name} (${status})`),
    skills: data.skills.length,
    slashCommands: data.slash_commands.length,
    additionalDirectories: data.additional_directories.length,
    memory: data.memory_paths !== undefined && data.memory_paths !== null,
    model: data.model,
    permissionMode: data.permissionMode,
    version: data.claude_code_version,
  };
}

function readDenied(value: unknown): RunEvent {
  const data = denied.parse(value);
  return { kind: 'cli-denied', callId: data.tool_use_id, tool: data.tool_name, because: data.message };
}

function readRetry(value: unknown): RunEvent {
  const data = retry.parse(value);
  const error = typeof data.error === 'string' ? data.error : '';
  return { kind: 'retry', attempt: data.attempt, status: data.error_status ?? null, error };
}

function readResultEvent(value: unknown): RunEvent {
  const data = result.parse(value);
  return {
    kind: 'result',
    subtype: data.subtype,
    isError: data.is_error,
    terminalReason: data.terminal_reason ?? null,
    text: data.result,
    costUsd: data.total_cost_usd ?? null,
    durationMs: data.duration_ms ?? null,
    turns: data.num_turns ?? null,
    apiErrorStatus: data.api_error_status ?? null,
    errors: data.errors.map((error) => (typeof error === 'string' ? error : JSON.stringify(error))),
  };
}
