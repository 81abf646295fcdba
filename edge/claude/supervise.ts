import { noCalls, withEvent } from '../../core/audit/call-counts.ts';
import { readEvents } from '../../core/events/read.ts';
import type { InitEvent, RunEvent } from '../../core/events/run-event.ts';
import { checkInit } from '../../core/launch/check-init.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { isTooDense, OVERHEAD, overburdened } from './burden.ts';
import { sendUserMessage } from './canary-phase.ts';
import { checkStart } from './check-start.ts';
import { answerQuestion, checkCallResult, turnDown } from './mediate.ts';
import { introduceOutputs, serveOutputs, type Introduction } from './serve-outputs.ts';
import { startClaude, type ClaudeProcess } from './process.ts';
import type { State, Supervised, Supervision } from './supervision.ts';
import { unrecorded } from './unrecorded.ts';

/** How long the CLI may take to exit after its result before the cage is ended, in milliseconds. */
const EXIT_GRACE_MS = 10_000;

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
    taint: supervision.taint ?? [],
    calls: noCalls,
    ended: false,
    canary: null,
    burden: { kept: 0, calls: 0 },
    init: null,
    seen: new Map(),
    asked: new Map(),
    toServe: new Map(),
    tray: [],
  };
  const stop = (refusal: Refusal) => {
    state.stopped ??= refusal;
    claude.kill();
  };
  const overlong = () =>
    stop(
      refuse(
        'line-too-long',
        'The claude CLI wrote a line of more than 8 MiB, or one of little else than brackets.',
        'Give the agent a smaller task.',
      ),
    );
  const handle = (line: string) => {
    if (state.stopped) return;
    if (isTooDense(line)) return overlong();
    try {
      for (const event of readEvents(line)) handleEvent(event, state, supervision, reins);
    } catch (error) {
      stop(unrecorded(error));
    }
  };
  const claude = startClaude(supervision.command, handle, overlong);
  const clock = startClock(supervision, state, claude.kill);
  for (const alarm of supervision.alarms) void alarm.then((refusal) => state.ended || stop(refusal));
  const introduction = introduceOutputs(supervision, claude, stop);
  const reins: Reins = { claude, clock, stop, introduction };
  const begin = () => {
    if (state.stopped || state.ended) return;
    const sendTask = () => sendUserMessage(claude, supervision.prompt);
    void checkStart(supervision, state, { claude, stop, sendTask });
  };
  // What keeps either from coming is told by an alarm, or ends the run.
  void Promise.all([supervision.ready, introduction.known]).then(begin, () => {});
  try {
    const { exitCode, stderrTail } = await claude.ended;
    state.ended = true;
    if (state.stopped) supervision.onNote({ kind: 'stopped', refusal: state.stopped });
    const { results, lastText, stopped, cancelled, timedOut, taint, calls, tray } = state;
    return { results, lastText, stopped, cancelled, timedOut, taint, calls, tray, exitCode, stderrTail };
  } finally {
    clock.stop();
    introduction.cancel();
    state.canary?.cancel();
  }
}

/** What the supervisor can do to a run. */
type Reins = {
  claude: ClaudeProcess;
  clock: Clock;
  stop: (refusal: Refusal) => void;
  introduction: Introduction;
};

function handleEvent(event: RunEvent, state: State, supervision: Supervision, reins: Reins): void {
  const { claude, clock, stop } = reins;
  if (event.kind === 'control-answer') return reins.introduction.hear(event);
  if (event.kind === 'server-message') return serveOutputs(event, state, supervision, reins);
  if (event.kind === 'init') return handleInit(event, state, supervision, stop);
  if (state.canary !== null) return state.canary.handle(event);
  supervision.hear?.(event);
  state.calls = withEvent(state.calls, event, (callId) => state.asked.has(callId));
  switch (event.kind) {
    case 'question':
      return answerQuestion(event, state, supervision, { claude, stop });
    case 'unserved':
      return turnDown(event, claude);
    case 'call':
      state.seen.set(event.callId, { tool: event.tool, input: event.input, actor: event.actor });
      return bear(state, sizeOf(event.input), stop);
    case 'call-result':
      return checkCallResult(event, state, supervision, stop);
    case 'text':
      state.lastText = event.text;
      return;
    case 'retry':
      return supervision.onNote({ kind: 'retry', status: event.status });
    case 'result':
      state.results.push(event);
      bear(state, event.text.length + OVERHEAD, stop);
      claude.closeInput();
      clock.hurry();
      return;
    case 'cli-denied':
    case 'other':
    case 'junk':
      return;
  }
}

/** Keeps count of what the CLI makes us remember, and ends a run that makes us remember too much. */
function bear(state: State, size: number, stop: (refusal: Refusal) => void): void {
  state.burden.kept += size;
  state.burden.calls = state.seen.size;
  const refusal = overburdened(state.burden);
  if (refusal) stop(refusal);
}

function sizeOf(input: unknown): number {
  return JSON.stringify(input)?.length ?? 0;
}

function handleInit(
  init: InitEvent,
  state: State,
  supervision: Supervision,
  stop: (refusal: Refusal) => void,
): void {
  // It is told again with each message that begins a turn.
  if (state.init === null) supervision.onNote({ kind: 'started', init });
  state.init = init;
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

type Clock = {
  /** The CLI has said its last word and gets a short while to exit. */
  hurry: () => void;
  stop: () => void;
};

/** Ends the cage on cancellation, when the plan's time is over, and when the CLI does not exit at its end. */
function startClock(supervision: Supervision, state: State, kill: () => void): Clock {
  const cancel = () => {
    state.cancelled = true;
    kill();
  };
  const outOfTime = () => {
    state.timedOut = true;
    kill();
  };
  const timers = [setTimeout(outOfTime, supervision.plan.timeoutMinutes * 60_000)];
  if (supervision.cancelled.aborted) cancel();
  supervision.cancelled.addEventListener('abort', cancel, { once: true });
  return {
    hurry: () => void timers.push(setTimeout(kill, EXIT_GRACE_MS)),
    stop() {
      for (const timer of timers) clearTimeout(timer);
      supervision.cancelled.removeEventListener('abort', cancel);
    },
  };
}
