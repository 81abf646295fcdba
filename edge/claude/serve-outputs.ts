import { canonicalJson, type Json } from '../../core/audit/canonical.ts';
import type { RunEvent } from '../../core/events/run-event.ts';
import { handIn } from '../../core/output/hand-in.ts';
import { readOutputAsk, type OutputCall } from '../../core/output/output-server.ts';
import { OUTPUT_SERVER } from '../../core/output/planned.ts';
import { fleetToolOf } from '../../core/fleet/tools.ts';
import { isServedTool, ownTools, servedFleetTools } from '../../core/launch/own-tools.ts';
import type { ToolCall } from '../../core/policy/verdict.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { sha256 } from '../keys/digest.ts';
import type { ClaudeProcess } from './process.ts';
import { serveFleet } from './serve-fleet.ts';
import type { State, Supervision } from './supervision.ts';

/** Our first request on the pipe, and the only one. */
const HELLO = 'dispatch-initialize';
/** Milliseconds for the CLI to answer it, on a slow machine. */
const HELLO_MS = 30_000;

/** What the CLI needs to be told before its first message, and when it has been told. */
export type Introduction = {
  /** Resolves when the CLI knows of our tools; at once where the agent has none. */
  known: Promise<void>;
  /** Hears the CLI's answer. */
  hear: (answer: Extract<RunEvent, { kind: 'control-answer' }>) => void;
  /** The run is over: nothing is waited for any more. */
  cancel: () => void;
};

/** Tells the CLI that tools of ours are served over its own pipe; says nothing where the agent has none. */
export function introduceOutputs(
  { plan }: Pick<Supervision, 'plan'>,
  claude: Pick<ClaudeProcess, 'send'>,
  stop: (refusal: Refusal) => void,
  patienceMs = HELLO_MS,
): Introduction {
  const { promise: known, resolve } = Promise.withResolvers<void>();
  if (ownTools(plan).length === 0) return UNNEEDED;
  const timer = setTimeout(() => stop(notServed()), patienceMs);
  claude.send({
    type: 'control_request',
    request_id: HELLO,
    request: { subtype: 'initialize', sdkMcpServers: [OUTPUT_SERVER] },
  });
  const hear: Introduction['hear'] = ({ requestId, isError }) => {
    if (requestId !== HELLO) return;
    clearTimeout(timer);
    if (isError) stop(notServed());
    else resolve();
  };
  return { known, hear, cancel: () => clearTimeout(timer) };
}

const UNNEEDED: Introduction = { known: Promise.resolve(), hear: () => {}, cancel: () => {} };

/** Remembers an allowed call of one of our tools, so that this very call can be made, once. */
export function expectOutput(callId: string, { tool, input }: ToolCall, state: State): void {
  if (isServedTool(tool)) state.toServe.set(callId, formOf(tool, input));
}

/**
 * Answers a message to the server of our tools. A call is made when it is the one that was judged and allowed; any
 * other one ends the run. What became of it is recorded before the agent is told.
 */
export function serveOutputs(
  { requestId, server, message }: Extract<RunEvent, { kind: 'server-message' }>,
  state: State,
  supervision: Supervision,
  { claude, stop }: { claude: Pick<ClaudeProcess, 'send'>; stop: (refusal: Refusal) => void },
): void {
  const { plan } = supervision;
  const { outputs = [] } = plan;
  const isOurs = server === OUTPUT_SERVER;
  const ask = readOutputAsk(message, isOurs ? outputs : [], isOurs ? servedFleetTools(plan) : []);
  const answer = (mcp_response: object) =>
    claude.send({
      type: 'control_response',
      response: { subtype: 'success', request_id: requestId, response: { mcp_response } },
    });
  if (ask.kind === 'answer') return answer(ask.response);
  const { call, respond } = ask;
  if (!isExpected(call, state)) return stop(unmediated(call));
  state.toServe.delete(call.callId);
  const about = fleetToolOf(call.tool);
  if (about !== null) {
    const give = (words: string, isError: boolean) => answer(respond(words, isError));
    return serveFleet(about, call, state, supervision, { give, stop });
  }
  const handedIn = handIn(state.tray, outputs, call, supervision.facts ?? { diff: null });
  supervision.onNote({ kind: 'output', callId: call.callId, tool: call.tool, handedIn });
  state.tray = handedIn.tray;
  answer(respond(handedIn.words, handedIn.became !== 'accepted'));
}

function isExpected({ callId, tool, input }: OutputCall, state: State): boolean {
  return state.toServe.get(callId) === formOf(tool, input);
}

/** A digest, since a call may be large and there may be many. */
function formOf(tool: string, input: unknown): string {
  return sha256(`${tool} ${written(input)}`);
}

function written(input: unknown): string {
  try {
    return canonicalJson(input as Json);
  } catch {
    // Half of a character somewhere in it, which has no canonical form.
    return JSON.stringify(input);
  }
}

function unmediated({ tool }: OutputCall): Refusal {
  return refuse(
    'unmediated-call',
    `A call of ${tool} was passed on that is not the one that was asked about and allowed.`,
    'The run was ended; report this with the version of the CLI.',
  );
}

function notServed(): Refusal {
  return refuse(
    'outputs-not-served',
    'The claude CLI did not take the tools by which the agent hands in its outputs.',
    'The task was not sent. Report this with the version of the CLI.',
  );
}
