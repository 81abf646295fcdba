/** What the CLI said about itself at start-up; compared with the plan before the task is sent on. */
export type InitEvent = {
  kind: 'init';
  tools: string[];
  /** Each as `NAME (STATUS)`. */
  mcpServers: string[];
  skills: number;
  slashCommands: number;
  additionalDirectories: number;
  memory: boolean;
  model: string;
  permissionMode: string;
  version: string;
};

/** The last word of one CLI session. Money in US dollars, time in milliseconds. */
export type ResultEvent = {
  kind: 'result';
  subtype: string;
  isError: boolean;
  terminalReason: string | null;
  text: string;
  costUsd: number | null;
  durationMs: number | null;
  turns: number | null;
  apiErrorStatus: number | null;
  errors: string[];
};

/** One thing that happened, read from a line of the CLI's stream. */
export type RunEvent =
  | InitEvent
  | ResultEvent
  /** May this call be made? The CLI waits for the answer. */
  | { kind: 'question'; requestId: string; callId: string; tool: string; input: unknown; actor: string }
  /** A message to a server of tools that is served over this pipe. The CLI waits for the answer. */
  | { kind: 'server-message'; requestId: string; server: string; message: unknown }
  /** The answer to a control request of ours. */
  | { kind: 'control-answer'; requestId: string; isError: boolean }
  /** A control request that we do not serve. */
  | { kind: 'unserved'; requestId: string; subtype: string }
  | { kind: 'call'; callId: string; tool: string; input: unknown; actor: string }
  | { kind: 'call-result'; callId: string; isError: boolean; text: string }
  | { kind: 'cli-denied'; callId: string; tool: string; because: string }
  | { kind: 'text'; text: string }
  | { kind: 'retry'; attempt: number; status: number | null; error: string }
  | { kind: 'other'; type: string }
  | { kind: 'junk'; excerpt: string };
