import { readEvents } from '../../core/events/read.ts';
import type { InitEvent, ResultEvent, RunEvent } from '../../core/events/run-event.ts';
import { checkInit } from '../../core/launch/check-init.ts';
import type { LaunchPlan } from '../../core/launch/launch-plan.ts';
import { judge } from '../../core/policy/judge.ts';
import type { PolicyPlan } from '../../core/policy/limits.ts';
import type { ToolCall, Verdict } from '../../core/policy/verdict.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import type { CommandLine } from '../cage/cage.ts';
import { startClaude } from './process.ts';

/** How long the CLI may take to exit after its result before the cage is ended, in milliseconds. */
const EXIT_GRACE_MS = 10_000;

/** What the supervisor tells while it works. `asked` and `denied` come before the CLI gets its answer. */
export type Note =
  | { kind: 'started'; init: InitEvent }
  | { kind: 'asked'; callId: string; call: ToolCall; verdict: Verdict }
  /** The CLI itself refused a call without asking. */
  | { kind: 'denied'; callId: string; call: ToolCall; verdict: Verdict }
  | { kind: 'ended'; callId: string; isError: boolean }
  | { kind: 'retry'; status: number | null }
  | { kind: 'stopped'; refusal: Refusal };

export type Supervision = {
  command: CommandLine;
  prompt: string;
  plan: LaunchPlan & PolicyPlan;
  /** The pinned version; another one in the `init` event ends the run. */
  version: string;
  /** Aborted when the run is cancelled. */
  cancelled: AbortSignal;
  /** Called for each note, in order. A throw ends the run: what cannot be recorded does not happen. */
  onNote: (note: Note) => void;
};

/** A finished run as the supervisor saw it. */
export type Supervised = {
  exitCode: number | null;
  results: ResultEvent[];
  lastText: string;
  stopped: Refusal | null;
  cancelled: boolean;
  timedOut: boolean;
  stderrTail: string;
};

type State = Omit<Supervised, 'exitCode' | 'stderrTail'> & {
  init: InitEvent | null;
  seen: Map<string, ToolCall>;
  /** By call: whether it was allowed. A call that was denied once stays denied. */
  asked: Map<string, boolean>;
};

/**
 * Runs the CLI to its end and judges every call it wants to make. Fails closed: a mismatch at start, a
 * call that ran unasked, a note that cannot be recorded or an overlong line ends the cage.
 */
export async function superviseRun(supervision: Supervision): Promise<Supervised> {
  const state: State = {
    results: [],
    lastText: '',
    stopped: null,
    cancelled: false,
    timedOut: false,
    init: null,
    seen: new Map(),
    asked: new Map(),
  };
  const stop = (refusal: Refusal) => {
    state.stopped ??= refusal;
    claude.kill();
  };
  const handle = (line: string) => {
    if (state.stopped) return;
    try {
      for (const event of readEvents(line)) handleEvent(event, state, supervision, claude, stop);
    } catch (error) {
      stop(
        refuse(
          'record-failed',
          `The run's record could not be written: ${error instanceof Error ? error.message : String(error)}.`,
          'Look at what it names: a full disk of the runner, or a secret that the agent has seen.',
        ),
      );
    }
  };
  const overlong = () =>
    stop(
      refuse(
        'line-too-long',
        'The claude CLI wrote a line of more than 16 MiB.',
        'Give the agent a smaller task.',
      ),
    );
  const claude = startClaude(supervision.command, handle, overlong);
  const release = watchTheClock(supervision, state, claude.kill);
  claude.send({
    type: 'user',
    message: { role: 'user', content: supervision.prompt },
    parent_tool_use_id: null,
    session_id: '',
  });
  try {
    const { exitCode, stderrTail } = await claude.ended;
    if (state.stopped) supervision.onNote({ kind: 'stopped', refusal: state.stopped });
    const { results, lastText, stopped, cancelled, timedOut } = state;
    return { results, lastText, stopped, cancelled, timedOut, exitCode, stderrTail };
  } finally {
    release();
  }
}

type Claude = ReturnType<typeof startClaude>;

function handleEvent(
  event: RunEvent,
  state: State,
  supervision: Supervision,
  claude: Claude,
  stop: (refusal: Refusal) => void,
): void {
  switch (event.kind) {
    case 'init':
      return handleInit(event, state, supervision, stop);
    case 'question':
      return answer(event, state, supervision, claude);
    case 'unserved':
      return claude.send(controlError(event.requestId, `${event.subtype} is not served here`));
    case 'call':
      state.seen.set(event.callId, { tool: event.tool, input: event.input, actor: event.actor });
      return;
    case 'call-result':
      return handleCallResult(event, state, supervision, stop);
    case 'text':
      state.lastText = event.text;
      return;
    case 'retry':
      return supervision.onNote({ kind: 'retry', status: event.status });
    case 'result':
      state.results.push(event);
      claude.closeInput();
      setTimeout(claude.kill, EXIT_GRACE_MS).unref();
      return;
    case 'cli-denied':
    case 'other':
    case 'junk':
      return;
  }
}

function handleInit(
  init: InitEvent,
  state: State,
  supervision: Supervision,
  stop: (refusal: Refusal) => void,
): void {
  state.init = init;
  supervision.onNote({ kind: 'started', init });
  const differences = checkInit(init, supervision.plan, supervision.version);
  if (differences.length === 0) return;
  stop(
    refuse(
      'not-as-planned',
      `The claude CLI started with ${differences.join('; ')}.`,
      'The run was ended before it could act; report this with the version of the CLI.',
    ),
  );
}

function answer(
  question: Extract<RunEvent, { kind: 'question' }>,
  state: State,
  supervision: Supervision,
  claude: Claude,
): void {
  const call = { tool: question.tool, input: question.input, actor: question.actor };
  const verdict: Verdict = state.init
    ? judge(call, supervision.plan)
    : {
        allow: false,
        rule: 'not-started',
        because: 'A call was made before the CLI had said what it started with.',
        remedy: 'Report this with the version of the CLI.',
      };
  state.asked.set(question.callId, verdict.allow && state.asked.get(question.callId) !== false);
  supervision.onNote({ kind: 'asked', callId: question.callId, call, verdict });
  const response = verdict.allow
    ? { behavior: 'allow', updatedInput: question.input }
    : {
        behavior: 'deny',
        message: `Refused by policy (${verdict.rule}): ${verdict.because} ${verdict.remedy}`,
      };
  claude.send({
    type: 'control_response',
    response: { subtype: 'success', request_id: question.requestId, response },
  });
}

function controlError(requestId: string, error: string) {
  return { type: 'control_response', response: { subtype: 'error', request_id: requestId, error } };
}

function handleCallResult(
  result: Extract<RunEvent, { kind: 'call-result' }>,
  state: State,
  supervision: Supervision,
  stop: (refusal: Refusal) => void,
): void {
  const answered = state.asked.get(result.callId);
  if (answered === true || (answered === false && result.isError)) {
    supervision.onNote({ kind: 'ended', callId: result.callId, isError: result.isError });
    return;
  }
  const call = state.seen.get(result.callId) ?? { tool: 'unknown', input: null, actor: 'main' };
  // So begins the output of a command that did run and failed; what the CLI refuses itself begins otherwise.
  const didRun = call.tool === 'Bash' && /^Exit code \d/.test(result.text);
  if (answered === undefined && result.isError && !didRun) {
    const judged = judge(call, supervision.plan);
    const verdict: Verdict = judged.allow
      ? { allow: false, rule: 'claude-cli', ...cliReason(result.text) }
      : judged;
    supervision.onNote({ kind: 'denied', callId: result.callId, call, verdict });
    return;
  }
  stop(
    refuse(
      'unmediated-call',
      `A call of ${call.tool} ran ${answered === false ? 'although it was refused' : 'without having been asked about'}.`,
      'The run was ended; report this with the version of the CLI.',
    ),
  );
}

function cliReason(text: string) {
  const first = text.replace(/<\/?tool_use_error>/g, '').split('\n')[0] ?? '';
  return {
    because: first.slice(0, 300) || 'The claude CLI refused the call itself.',
    remedy: 'Leave this call out.',
  };
}

/** Ends the cage on cancellation and when the plan's time is over. Returns what takes both watches down. */
function watchTheClock(supervision: Supervision, state: State, kill: () => void): () => void {
  const cancel = () => {
    state.cancelled = true;
    kill();
  };
  const timer = setTimeout(() => {
    state.timedOut = true;
    kill();
  }, supervision.plan.timeoutMinutes * 60_000);
  if (supervision.cancelled.aborted) cancel();
  supervision.cancelled.addEventListener('abort', cancel, { once: true });
  return () => {
    clearTimeout(timer);
    supervision.cancelled.removeEventListener('abort', cancel);
  };
}
