import type { RunEvent } from '../../core/events/run-event.ts';
import { withPlaces } from '../../core/policy/call-paths.ts';
import { judge } from '../../core/policy/judge.ts';
import { taintOfCall } from '../../core/policy/taint.ts';
import type { ToolCall, Verdict } from '../../core/policy/verdict.ts';
import { refuse, type Refusal } from '../../core/refusal.ts';
import { askJudge } from './ask-judge.ts';
import { placeFinder } from './find-place.ts';
import type { ClaudeProcess } from './process.ts';
import { expectOutput } from './serve-outputs.ts';
import type { State, Supervision } from './supervision.ts';
import { unrecorded } from './unrecorded.ts';

/** Judges one call that the CLI asks about: the record is written first, then the CLI gets its answer. */
export function answerQuestion(
  question: Extract<RunEvent, { kind: 'question' }>,
  state: State,
  supervision: Supervision,
  { claude, stop }: { claude: ClaudeProcess; stop: (refusal: Refusal) => void },
): void {
  const call = { tool: question.tool, input: question.input, actor: question.actor };
  const policy = supervision.policy ?? judge;
  const decide = supervision.judge ?? ((one: ToolCall) => policy(one, supervision.plan, state.taint));
  const verdict: Verdict | Promise<Verdict> = state.init
    ? askJudge(decide, located(call, supervision))
    : {
        allow: false,
        rule: 'not-started',
        because: 'A call was made before the CLI had said what it started with.',
        remedy: 'Report this with the version of the CLI.',
      };
  const answer = (found: Verdict) => giveVerdict({ ...question, call }, found, state, supervision, claude);
  if (!(verdict instanceof Promise)) return answer(verdict);
  void verdict.then(answer).catch((error: unknown) => stop(unrecorded(error)));
}

/** The call with what its paths are on disk, where we see the agent's copy. */
function located(call: ToolCall, { plan, workspace }: Supervision): ToolCall {
  return workspace === undefined ? call : withPlaces(call, plan, placeFinder(workspace));
}

function giveVerdict(
  question: Extract<RunEvent, { kind: 'question' }> & { call: ToolCall },
  verdict: Verdict,
  state: State,
  supervision: Supervision,
  claude: ClaudeProcess,
): void {
  const { call } = question;
  state.asked.set(question.callId, verdict.allow && state.asked.get(question.callId) !== false);
  supervision.onNote({ kind: 'asked', callId: question.callId, call, verdict });
  if (verdict.allow) taintBy(call, state, supervision);
  if (verdict.allow) expectOutput(question.callId, call, state);
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

/** Marked when it is allowed: what comes back, and when, is not waited for. */
function taintBy(call: ToolCall, state: State, { plan }: Supervision): void {
  const words = taintOfCall(call, plan);
  if (words !== null && !state.taint.includes(words)) state.taint = [...state.taint, words];
}

/** Turns down a control request that is not about a call. */
export function turnDown(event: Extract<RunEvent, { kind: 'unserved' }>, claude: ClaudeProcess): void {
  const error = `${event.subtype} is not served here`;
  claude.send({
    type: 'control_response',
    response: { subtype: 'error', request_id: event.requestId, error },
  });
}

/** Holds the result of a call against what was answered: one that ran without leave ends the run. */
export function checkCallResult(
  result: Extract<RunEvent, { kind: 'call-result' }>,
  state: State,
  supervision: Supervision,
  stop: (refusal: Refusal) => void,
): void {
  const answered = state.asked.get(result.callId);
  const call = state.seen.get(result.callId) ?? { tool: 'unknown', input: null, actor: 'main' };
  // What has its result need not be remembered; that it was asked about is.
  if (state.seen.has(result.callId)) {
    state.burden.kept -= JSON.stringify(call.input)?.length ?? 0;
    state.seen.set(result.callId, { ...call, input: null });
  }
  if (answered === true || (answered === false && result.isError)) {
    supervision.onNote({ kind: 'ended', callId: result.callId, isError: result.isError });
    return;
  }
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
