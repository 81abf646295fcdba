import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { MessagesRequest } from './request.ts';

/** Token counts of one answer, named as in the Messages API. */
export const ScriptedUsage = z.strictObject({
  input_tokens: z.int().min(0),
  output_tokens: z.int().min(0),
  cache_read_input_tokens: z.int().min(0).optional(),
  ephemeral_5m_input_tokens: z.int().min(0).optional(),
  ephemeral_1h_input_tokens: z.int().min(0).optional(),
});
export type ScriptedUsage = z.infer<typeof ScriptedUsage>;

/** What the model answers once. An empty turn ends the conversation with an empty text. */
export const Turn = z.strictObject({
  /** Text of the answer, before its tool calls. */
  text: z.string().optional(),
  /** Tool calls of the answer, in order. */
  calls: z.array(z.strictObject({ tool: z.string(), input: z.record(z.string(), z.unknown()) })).optional(),
  usage: ScriptedUsage.optional(),
  stopReason: z.enum(['end_turn', 'tool_use', 'max_tokens', 'stop_sequence', 'refusal']).optional(),
  /** Milliseconds before the first byte. */
  delayMs: z.int().min(0).optional(),
  /** Milliseconds between two events of a streamed answer. */
  pauseMs: z.int().min(0).optional(),
  /** Breaks the connection after the first content of the answer. */
  cut: z.boolean().optional(),
  /** Answers with an HTTP error instead. */
  error: z
    .strictObject({
      status: z.int().min(300).max(599),
      type: z.string().optional(),
      message: z.string().optional(),
      headers: z.record(z.string(), z.string()).optional(),
      /** Answers so many times with the error, then with the turn; always, when absent. */
      times: z.int().min(1).optional(),
    })
    .optional(),
  /** How many turns in a row this one stands for; 1 when absent. */
  repeat: z.int().min(1).optional(),
});
export type Turn = z.infer<typeof Turn>;

/** A conversation as data. After the last turn the model says `closing` and stops. */
export const Script = z.strictObject({ turns: z.array(Turn), closing: z.string().optional() });
export type Script = z.infer<typeof Script>;

/** A conversation as code: `turnIndex` is the number of answers already in the request's messages. */
export type TurnFunction = (request: MessagesRequest, turnIndex: number) => Turn;

/** Reads a script from a JSON file. Throws with the file's name when it isn't one. */
export async function readScript(file: string): Promise<Script> {
  const text = await readFile(file, 'utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new Error(`${file} is not JSON. Write {"turns": [{"text": "..."}]}.`, { cause });
  }
  const read = Script.safeParse(json);
  if (!read.success) throw new Error(`${file} is not a model script:\n${z.prettifyError(read.error)}`);
  return read.data;
}

/** Which turn of a script answers when `turnIndex` answers were already given. */
export function turnAt(script: Script, turnIndex: number): Turn {
  let before = 0;
  for (const turn of script.turns) {
    before += turn.repeat ?? 1;
    if (turnIndex < before) return turn;
  }
  return { text: script.closing ?? 'Done.' };
}

/** The texts of the tool results in the last message, in order: what the model has just learnt. */
export function lastToolResults(request: MessagesRequest): { text: string; isError: boolean }[] {
  const content = request.messages.findLast((message) => message.role === 'user')?.content;
  if (!Array.isArray(content)) return [];
  return content
    .filter((block) => block.type === 'tool_result')
    .map((block) => ({ text: textOf(block['content']), isError: block['is_error'] === true }));
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part: { text?: unknown }) => (typeof part.text === 'string' ? part.text : '')).join('');
}
